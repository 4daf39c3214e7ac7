"""A server that a contract test can act on, and look at through the port."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import pytest

from bot.domain.talk.interaction import Visibility, merge
from bot.ports import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction, NaturalKey
    from bot.ports import Cursor, Network, Page, RemoteId


class Ability(StrEnum):
    """What not every server, or not every way of acting on it, can do."""

    QUOTE = "quote"
    EDIT = "edit"
    BACK_DATE = "back-date"
    MUTE = "mute"
    FOLLOWERS_ONLY = "post to followers only"
    TELL_ROOTS = "tell in a record which thread it is in"
    MISPRINT = "hand out an item that cannot be read"
    LOSE_ANSWER = "lose the answer to a message that it kept"
    HIDE_SENT = "show only a part of what was sent"
    CHOOSE = "take messages only from those whom one follows"


class Stage(Protocol):
    """Each stage has accounts of its own: what an earlier test did is not seen.

    `settle` waits until the server shows what was done. URIs are those that the port uses.
    """

    @property
    def abilities(self) -> frozenset[Ability]: ...

    def now(self) -> datetime: ...

    async def settle(self) -> None: ...

    async def network(self, account: AccountKey) -> Network: ...

    async def account(self, name: str) -> AccountKey: ...

    def stranger(self) -> AccountKey:
        """The well-formed key of nobody."""
        ...

    def address(self, account: AccountKey) -> str:
        """What a message to an account is addressed to."""
        ...

    async def post(  # noqa: PLR0913 (what a post can carry)
        self,
        author: AccountKey,
        text: str,
        *,
        reply_to: str | None = None,
        quotes: str | None = None,
        mentions: tuple[AccountKey, ...] = (),
        visibility: Visibility = Visibility.PUBLIC,
        created_at: datetime | None = None,
    ) -> str: ...

    async def edit(self, uri: str, text: str) -> None: ...

    async def delete(self, uri: str) -> None: ...

    async def like(self, actor: AccountKey, uri: str) -> None: ...

    async def unlike(self, actor: AccountKey, uri: str) -> None: ...

    async def boost(self, actor: AccountKey, uri: str) -> None: ...

    async def follow(self, actor: AccountKey, target: AccountKey) -> None: ...

    async def block(self, actor: AccountKey, target: AccountKey) -> None: ...

    async def mute(self, actor: AccountKey, target: AccountKey) -> None: ...

    async def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> None: ...

    async def answer(self, sender: AccountKey, sent: RemoteId, text: str) -> None:
        """Let somebody answer a message that was sent through the port, as their app would."""
        ...

    async def choose(self, account: AccountKey) -> None: ...

    async def misprint(self, reader: AccountKey) -> None: ...

    async def lose_next_answer(self) -> None: ...

    async def hide_sent_once(self) -> None: ...


def needs(stage: Stage, ability: Ability) -> None:
    """Leave a test out, aloud, where the stage cannot set it."""
    if ability not in stage.abilities:
        pytest.skip(f"{type(stage).__name__} cannot {ability}")


def message_to(  # noqa: PLR0913 (what a message is made of)
    stage: Stage,
    to: AccountKey,
    text: str,
    *,
    key: str,
    ref: str | None,
    reply_to: str | None = None,
) -> Message:
    """What the port is given to send; a reply where there is something to answer."""
    return Message(
        kind="reply" if reply_to else "direct",
        to=stage.address(to),
        text=text,
        key=key,
        ref=ref,
        reply_to=reply_to,
    )


async def pages(stage: Stage, watched: AccountKey, since: Cursor | None = None) -> list[Page]:
    """One run of collecting, once the server has settled."""
    await stage.settle()
    network = await stage.network(watched)
    return [page async for page in network.history(since)]


def log_of(read: Iterable[Page]) -> dict[NaturalKey, Interaction]:
    """What the one log holds after these pages."""
    log: dict[NaturalKey, Interaction] = {}
    for page in read:
        for one in page.interactions:
            log[one.key] = merge(log[one.key], one) if one.key in log else one
    return log


async def collected(stage: Stage, watched: AccountKey) -> list[Interaction]:
    """What the one log holds after a back-fill."""
    return list(log_of(await pages(stage, watched)).values())
