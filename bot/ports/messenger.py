"""Sending messages to one recipient, and reading them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NewType, Protocol

from bot.domain.safety.outside import kept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.people.identity import Account, AccountKey
    from bot.domain.sentence import Sentence
    from bot.errors import Closed
    from bot.text.safety.limits import Limits


RemoteId = NewType("RemoteId", str)
"""The server's id or URI of an accepted message."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The pinned account that a message is for, as handles can change hands.

    `local_ids` are its ids by server; on one of these servers, the id must match.
    """

    key: AccountKey
    local_ids: Mapping[str, str] = field(default_factory=dict)

    def is_of(self, key: AccountKey, server: str, local_id: str) -> bool:
        """Whether an account with this key, and this id on this server, is the recipient.

        If no id is known for that server, the key alone decides.
        """
        return key == self.key and self.local_ids.get(server, local_id) == local_id


@dataclass(frozen=True, slots=True)
class Message:
    """A text for one recipient.

    `to` is the recipient's handle, or a path for a file. `key` is sent as Idempotency-Key where
    the network supports it. `ref` is part of `text`, and identifies a message to the owner when it
    is read back. An invitation has no `ref`, and is identified by its text. A `reply` answers the
    post `reply_to` of the recipient's, and is visible where that post is.

    With a `recipient`, the message goes to that account only, whoever has the handle now.
    """

    kind: Literal["direct", "reply"]
    to: str
    text: str
    key: str
    ref: str | None
    language: str = "en"
    reply_to: str | None = None
    recipient: Recipient | None = None


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """A message to the signed-in account, as plain text.

    It is private, unless it answers a public post of the account. `text` is not sanitised, as the
    owner may have written it for somebody else.
    """

    id: str
    sender: Account
    text: str
    at: datetime
    reply_to: str | None = None
    edited: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", kept(self.id))
        if self.reply_to is not None:
            object.__setattr__(self, "reply_to", kept(self.reply_to))


@dataclass(frozen=True, slots=True)
class Found:
    """Read back: the message is there."""

    remote_id: RemoteId


@dataclass(frozen=True, slots=True)
class NotThere:
    """Read back in full: the message is not there."""


@dataclass(frozen=True, slots=True)
class CouldNotTell:
    """Not read back in full: the message may or may not be there."""

    why: Sentence


ReadBack = Found | NotThere | CouldNotTell


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a message would be refused; `said` is a sentence.

    `closed` is a stable code if the recipient accepts no messages from this account.
    """

    said: Sentence
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The capabilities and limits of a network.

    `limits` are for direct messages, `reply_limits` for public replies. `tells_blocked_by`:
    relationships report that the other blocks the watched account.
    """

    limits: Limits
    reply_limits: Limits
    idempotency_key: bool = False
    tells_blocked_by: bool = True

    def limits_of(self, kind: Literal["direct", "reply"]) -> Limits:
        """The limits of a kind of message."""
        return self.reply_limits if kind == "reply" else self.limits


class Archive(Protocol):
    """The files that messages to the owner are written to."""

    async def blank(self, path: str, ref: str) -> None:
        """Take the text of the message with this ref out of a file, if it is there.

        Raises:
            UnreachableError: the file cannot be read or written.
        """

    async def without(self, path: str, refs: Collection[str]) -> str:
        """The text of a file but for the messages with these refs.

        Raises:
            UnreachableError: the file cannot be read.
        """


class Messenger(Protocol):
    """Sends messages to one recipient, and reads them back."""

    @property
    def capabilities(self) -> Capabilities:
        """What the network supports, and its limits."""

    async def limits_to(self, to: str) -> Limits:
        """How long the text of a direct message to this handle may be; the server is asked first.

        Raises:
            NetworkError: it could not be asked.
        """

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a direct message to `to` would be refused; `None` if no reason is known.

        Raises:
            NetworkError: it could not be asked.
        """

    async def send(self, message: Message) -> RemoteId:
        """Send in one attempt, without retries.

        Raises:
            ClosedError: the recipient accepts no messages from this account; nothing was sent.
            RefusedError: the server refused, or `to` is not the pinned recipient's handle, or they
                have moved; nothing was sent.
            WrongAccountError: the secret is another account's; nothing was sent.
            RateLimitedError: a rate limit; nothing was sent.
            SignInError: the secret was rejected; nothing was sent.
            UnreachableError: no connection; nothing was sent.
            UncertainError: it may have been sent: a time-out, a reset, a 5xx.
        """

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then, by `ref`, author and recipient.

        `since` is by our clock. If the server's clock is behind, reading starts earlier by the
        difference. A message that was read and holds the ref is found whatever its date. The
        result is `NotThere` only if everything sent since then was read.

        A message without a ref is found by its text: in NFC, with any white space, and with links
        in full. A message that the owner sent by hand is found too. One to another account with
        the recipient's handle is not.
        """
