"""Messages to one recipient, and looking whether one arrived."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NewType, Protocol

from bot.domain.safety.outside import kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.people.identity import Account, AccountKey
    from bot.errors import Closed
    from bot.text.safety.limits import Limits


RemoteId = NewType("RemoteId", str)
"""What a server calls a message that it took: an id or a URI."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The very account that a message is for: its handle may be somebody else's by now.

    `local_ids` are the ids that servers gave the account: on a server among these it must be
    that id.
    """

    key: AccountKey
    local_ids: Mapping[str, str] = field(default_factory=dict)

    def is_of(self, key: AccountKey, server: str, local_id: str) -> bool:
        """Whether it is the account with this key, and with this id on this server.

        Where nothing is known of its id on that server, the key alone decides.
        """
        return key == self.key and self.local_ids.get(server, local_id) == local_id


@dataclass(frozen=True, slots=True)
class Message:
    """A text for one recipient.

    `to` is the handle by which the network addresses them (a path for a file); `key` serves
    as Idempotency-Key where there is one; `ref` stands in `text` and is what a message to the
    owner is recognised by when it is read back. An invitation carries no mark of ours, so its
    `ref` is `None`, and what it says is what it is recognised by. A `reply` answers the post
    `reply_to`, which is the recipient's, where that post can be seen.

    With a `recipient`, the message goes to that very account, and to nobody who has its handle now.
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

    Written to it alone, but for the answers to what it had posted in public. Of what the server
    says, only the text is as it came: the owner may have written it for somebody.
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
    """Not read back in full: nothing follows."""

    why: str


ReadBack = Found | NotThere | CouldNotTell


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a message would not be taken: `said` in a sentence.

    `closed` is a stable code where it is the recipient who takes none from this account.
    """

    said: str
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network can and cannot do.

    `limits` are those of a direct message, `reply_limits` those of a public reply.
    `tells_blocked_by`: whether relationships say that the other blocks the watched account.
    """

    limits: Limits
    reply_limits: Limits
    idempotency_key: bool = False
    tells_blocked_by: bool = True

    def limits_of(self, kind: Literal["direct", "reply"]) -> Limits:
        """The limits of a message of that kind."""
        return self.reply_limits if kind == "reply" else self.limits


class Messenger(Protocol):
    """Takes messages to one recipient, and can look whether one arrived."""

    @property
    def capabilities(self) -> Capabilities:
        """Its limits."""
        ...

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a direct message to `to` would not be taken; `None` if nothing is known.

        Raises:
            NetworkError: it could not be asked.
        """
        ...

    async def send(self, message: Message) -> RemoteId:
        """Send once: one attempt, no hidden retries.

        Raises:
            ClosedError: the recipient takes no messages from this account; nothing was sent.
            RefusedError: the server said no, or `to` is not the pinned recipient's (any more), or
                they have moved; nothing was sent.
            WrongAccountError: the secret is another account's; nothing was sent.
            RateLimitedError: not now; nothing was sent.
            SignInError: the secret is not accepted; nothing was sent.
            UnreachableError: no connection; the message never left.
            UncertainError: it may have been sent: a time-out, a reset, a 5xx.
        """
        ...

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then, by `ref`, author and recipient.

        `since` is by our clock. Where the server's is behind it, the look begins earlier by as
        much; and what is read anyway and holds the ref is found whatever its date. It is not there
        only if all was read that was sent since then.

        Without a ref it goes by what the message says: letters in one form (NFC), whatever the
        white space, and links at their full length. Written by hand, it counts as sent. What went
        to somebody else who had the pinned recipient's handle does not.
        """
        ...
