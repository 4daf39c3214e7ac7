"""Bluesky's chat: conversations of two, and the messages in them.

The service has no idempotency keys, and its limits are not published: it behaves like a spam
filter, and may answer 429 for hours although its headers show budget left. So messages are few
and slow, and after a 429 nothing is sent for hours.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.refusal import (
    FaultError,
    NamedRefusalError,
    TooManyError,
    UnauthorizedError,
)
from adapters.bluesky.client.rpc import CHAT
from adapters.bluesky.client.sign_in import reads_messages
from adapters.bluesky.message.facets import links
from adapters.bluesky.wire.chat import (
    Availability,
    ChatMessage,
    ChatMessages,
    ChatStatus,
    Convo,
    ConvoOf,
    Convos,
    SentMessage,
)
from adapters.bluesky.wire.identity import Resolved
from bot.domain.sentence import Sentence, marked
from bot.errors import (
    Closed,
    ClosedError,
    RateLimitedError,
    RefusedError,
    SignInError,
    UnreachableError,
)
from bot.ports import Obstacle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.rpc import Parameters
    from adapters.bluesky.wire.base import Page

_T = TypeVar("_T")
_Page = TypeVar("_Page", bound="Page")

PACE: Final = timedelta(seconds=3)
"""Time between two messages."""
MESSAGES_A_DAY: Final = 50
SILENCE: Final = timedelta(hours=3)
"""How long nothing is sent after a 429 whose headers show budget left."""

LONGEST_SILENCE: Final = timedelta(days=1)
"""The same where the server names a later time."""

PAGE: Final = 100
MOST_PAGES: Final = 50

CUT: Final = marked("{what} gives a part of its list, and no way to ask for the rest.")
_DIRECT: Final = "chat.bsky.convo.defs#directConvo"
_MESSAGE: Final = "chat.bsky.convo.defs#messageView"
_TWO: Final = 2
_BAD_TOKENS: Final = frozenset({"InvalidToken", "BadTokenScope", "BadTokenMethod"})
_NO_ACCESS: Final = marked(
    "The app password of {account} gives no access to direct messages. Make a new one with “Allow "
    "access to your direct messages” ticked (Settings → Privacy and security → App passwords), "
    "then: terrasse login {account}"
)
_DISABLED: Final = marked(
    "Bluesky has shut {name} out of its chat (chatDisabled): nothing arrives there."
)
_DISABLED_HERE: Final = marked("Bluesky has shut this account out of its chat (chatDisabled).")
_FOLLOWED_ONLY: Final = (
    marked("{name} accepts messages only from people they follow."),
    "followed-only",
)
_NOBODY: Final = (marked("{name} accepts no messages."), "nobody")
_BLOCKED: Final = (marked("{name} has blocked this account."), "blocked")
_BLOCKING: Final = (marked("This account has blocked {name}."), "blocked")
_CLOSED: Final[dict[str, tuple[str, Closed]]] = {
    "NotFollowedBySender": _FOLLOWED_ONLY,
    "someone they follow": _FOLLOWED_ONLY,
    "MessagesDisabled": _NOBODY,
    "disabled incoming messages": _NOBODY,
    "BlockedActor": _BLOCKED,
    "blocked by recipient": _BLOCKED,
    "block between": (marked("A block stands between {name} and this account."), "blocked"),
    "BlockedSubject": _BLOCKING,
    "blocked by sender": _BLOCKING,
}
_REASONS: Final = {
    "RecipientNotFound": marked("There is no account {name} (any more)."),
    "AccountSuspended": marked("Bluesky has suspended this account from its chat."),
    "ConvoLocked": marked("The conversation with {name} is locked."),
    "InvalidConvo": marked("The conversation with {name} is gone."),
}
"""Keys are error names, or words of the error message where the service gives no name."""


class Chat:
    """The conversations of the signed-in account."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._convos: dict[str, str] = {}
        self._silent_until: datetime | None = None
        self.was_read_whole = self.was_cut = False

    async def did_of(self, name: str) -> str:
        """The DID for a handle or a DID.

        Raises:
            RefusedError: there is no such account.
            NetworkError: the handle could not be resolved.
        """
        if at_uri.is_did(name):
            return name
        try:
            resolved = await self._api.query(
                "com.atproto.identity.resolveHandle", Resolved, {"handle": name}
            )
        except NamedRefusalError as error:
            raise RefusedError(
                marked("Nobody on Bluesky is called {name}; nothing was sent."), name=name
            ) from error
        return resolved.did

    async def open(self, did: str, name: str) -> str:
        """The id of the conversation with somebody; it is created if there is none.

        Raises:
            ClosedError: they do not accept messages from us.
            RefusedError: the service refuses for another reason.
            NetworkError: the service could not be asked.
        """
        if did in self._convos:
            return self._convos[did]
        availability = await self._available(did)
        if availability.convo is not None and availability.can_chat:
            convo = availability.convo
        else:
            # On refusal this gives the reason, and has no effect.
            try:
                answer = await self._ask(
                    "chat.bsky.convo.getConvoForMembers", ConvoOf, {"members": [did]}
                )
            except NamedRefusalError as error:
                raise refused(name, error.name, error.server_message) from error
            convo = answer.convo
        self._convos[did] = convo.id
        return convo.id

    async def obstacle(self, did: str, name: str) -> Obstacle | None:
        """Why a message to somebody would be refused; `None` if no reason is known.

        Raises:
            NetworkError: the service could not be asked.
        """
        if await self.is_disabled():
            return Obstacle(Sentence(_DISABLED_HERE))
        available = await self._available(did)
        members = available.convo.members if available.convo is not None else []
        if any(member.chat_disabled for member in members if member.did == did):
            return Obstacle(Sentence(_DISABLED, name=name), "nobody")
        if available.can_chat:
            return None
        self._convos.pop(did, None)
        try:
            await self.open(did, name)
        except ClosedError as error:
            return Obstacle(error.said, error.closed)
        except RefusedError as error:
            return Obstacle(error.said)
        why = marked(
            "{name} takes no messages from this account (any more): a block, or their settings."
        )
        return Obstacle(Sentence(why, name=name))

    async def is_disabled(self) -> bool:
        """Whether the service has shut this account out; false where it does not tell.

        Raises:
            NetworkError: it could not be asked.
        """
        try:
            status = await self._ask("chat.bsky.actor.getStatus", ChatStatus, {})
        except (NamedRefusalError, FaultError):
            return False  # a service of before 2026 has no such method
        return bool(status.chat_disabled)

    async def takes_from(self, did: str) -> bool:
        """Whether messages of somebody arrive here, as far as the service says.

        Raises:
            NetworkError: the service could not be asked.
        """
        return (await self._available(did)).can_chat

    @property
    def now(self) -> datetime:
        """The current time."""
        return self._api.rpc.clock.now()

    @property
    def lag(self) -> timedelta:
        """How far the server's clock is behind ours."""
        return self._api.rpc.lag

    async def find(self, did: str) -> str | None:
        """The id of the conversation with somebody, if there is one.

        Raises:
            RefusedError: the service does not say whether there is one.
            NetworkError: the service could not be asked.
        """
        if did not in self._convos:
            availability = await self._available(did)
            if availability.convo is None:
                if availability.can_chat:
                    return None
                raise RefusedError(
                    marked("A conversation with them is not shown to us (any more).")
                )
            self._convos[did] = availability.convo.id
        return self._convos[did]

    async def send(self, did: str, name: str, text: str) -> str:
        """Send a message, in one attempt; returns its id.

        Raises:
            ClosedError: they do not accept messages from us.
            RefusedError: the service refused the message.
            RateLimitedError: the service accepts no messages at present.
            NetworkError: see `bot.ports.Messenger`.
        """
        convo = await self.open(did, name)
        await self._pace()
        body = {"convoId": convo, "message": {"text": text, "facets": links(text)}}
        try:
            sent = await self._api.procedure(
                "chat.bsky.convo.sendMessage", SentMessage, body, proxy=CHAT
            )
        except RateLimitedError as error:
            raise self._fall_silent(error) from error
        except NamedRefusalError as error:
            self._convos.pop(did, None)
            raise refused(name, error.name, error.server_message) from error
        except UnauthorizedError as error:
            raise SignInError(_NO_ACCESS, account=self._api.name) from error
        return sent.id

    async def messages(self, convo: str) -> AsyncIterator[list[ChatMessage]]:
        """The messages of a conversation, newest first, page by page.

        Deleted messages and messages of the service itself are left out. Stops after
        `MOST_PAGES`; `was_read_whole` is then false. `was_cut`: the list goes on, and nobody can
        tell how.

        Raises:
            NetworkError: a page could not be read.
        """
        self.was_read_whole = self.was_cut = unreadable = False
        parameters: Parameters = {"convoId": convo}
        async for page in self._pages("chat.bsky.convo.getMessages", ChatMessages, parameters):
            decoded = decode_items(page.messages, ChatMessage)
            self.was_cut = page.is_cut
            unreadable |= page.is_cut or not decoded.is_strict
            self.was_read_whole = page.next is None and not unreadable
            yield [message for message in decoded.items if _is_message(message)]

    async def convos(self) -> AsyncIterator[Convo]:
        """The conversations of two people, the latest first.

        Raises:
            NetworkError: a page could not be read.
        """
        async for page in self._pages("chat.bsky.convo.listConvos", Convos, {}):
            for convo in decode_items(page.convos, Convo).items:
                is_direct = convo.kind is None or convo.kind.type == _DIRECT
                if is_direct and len(convo.members) == _TWO:
                    yield convo
            if page.is_cut:
                raise UnreachableError(CUT, what="chat.bsky.convo.listConvos")

    async def _available(self, did: str) -> Availability:
        return await self._ask(
            "chat.bsky.convo.getConvoAvailability", Availability, {"members": [did]}
        )

    async def _ask(self, method: str, kind: type[_T], parameters: Parameters) -> _T:
        async with self._access():
            return await self._api.query(method, kind, parameters, proxy=CHAT)

    async def _pages(
        self, method: str, kind: type[_Page], parameters: Parameters
    ) -> AsyncIterator[_Page]:
        async with self._access():
            async for page in self._api.pages(
                method, kind, parameters, size=PAGE, most=MOST_PAGES, proxy=CHAT
            ):
                yield page

    @asynccontextmanager
    async def _access(self) -> AsyncIterator[None]:
        """Tell plainly if the account has no app password, or one without access to messages."""
        sign_in = self._api.sign_in
        if sign_in is None:
            raise SignInError(
                marked("Direct messages need an app password: terrasse login {name}"),
                name=self._api.name,
            )
        if not reads_messages(await sign_in.session()):
            raise SignInError(_NO_ACCESS, account=self._api.name)
        try:
            yield
        except (NamedRefusalError, UnauthorizedError) as error:
            if error.name in _BAD_TOKENS:
                raise SignInError(_NO_ACCESS, account=self._api.name) from error
            raise

    async def _pace(self) -> None:
        now = self._api.rpc.clock.now()
        if self._silent_until is not None and now < self._silent_until:
            raise _silent(self._silent_until)
        if self._api.sign_in is None:
            return
        slot = await self._api.sign_in.message_slot(MESSAGES_A_DAY, PACE)
        if slot > now:
            await self._api.rpc.clock.sleep((slot - now).total_seconds())

    def _fall_silent(self, error: RateLimitedError) -> RateLimitedError:
        """Send nothing for a while after a 429: see the module's docstring."""
        now = self._api.rpc.clock.now()
        until = now + SILENCE
        if isinstance(error, TooManyError) and error.is_spent and error.reset is not None:
            until = min(error.reset, now + LONGEST_SILENCE)
        self._silent_until = until
        return _silent(until)


def refused(name: str, error: str, server_message: str) -> RefusedError:
    """The error for a refused message, from the name or the words of the service's error."""
    for known, (why, closed) in _CLOSED.items():
        if known == error or known in server_message:
            return ClosedError(why, name=name, closed=closed)
    for known, why in _REASONS.items():
        if known == error or known in server_message:
            return RefusedError(why, name=name)
    said = " ".join((server_message or error).split())[:200]
    return RefusedError(
        marked("The chat takes no message to {name}: {said}."), name=name, said=said
    )


def _silent(until: datetime) -> RateLimitedError:
    return RateLimitedError(
        marked("Bluesky's chat asks us to wait until {time} UTC."),
        time=f"{until:%Y-%m-%d %H:%M}",
        until=until,
    )


def _is_message(message: ChatMessage) -> bool:
    return message.sender is not None and message.type in {"", _MESSAGE}
