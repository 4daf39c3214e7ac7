"""A first look at one's own account: public posts only, nothing kept, nobody to be met yet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.consent import Reason, refuses_bots
from bot.domain.identity import Flag
from bot.errors import NetworkError, UserError
from bot.services.collect import collect
from bot.services.ranking import current_scene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.identity import Account, Person
    from bot.domain.interaction import Interaction
    from bot.ports import Network
    from bot.services.collect import Progress
    from bot.services.home import Home
    from bot.services.ranking import Ranked

SECONDS: Final = 45.0
"""Threads are read for so long at most: a look takes less than a minute."""
AT_ONCE: Final = 6
SHOWN: Final = 10

_MARKS: Final = frozenset({Flag.NOINDEX, Flag.NO_UNAUTHENTICATED, Flag.SUSPENDED})
_MARKED: Final = frozenset({Reason.NOBOT, Reason.NOINVITE, Reason.BOT, Reason.MINOR, Reason.GONE})


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Who was seen talking with the account, best first, and how much was looked at."""

    people: Sequence[Ranked]
    best: float
    threads_read: int
    threads: int


async def own_account(network: Network) -> Account:
    """The account that is about to be looked at.

    Raises:
        UserError: its owner does not want to be looked at by such a thing as this.
        NetworkError: it cannot be found.
    """
    account = await network.whoami()
    marks = [flag.value for flag in sorted(account.flags & _MARKS)]
    if refuses_bots(account):
        marks.append("#nobot")
    if marks:
        message = (
            f"{account.handle} is marked {', '.join(marks)}, so it is not looked at without "
            "signing in. If it is yours, name it in a config file."
        )
        raise UserError(message)
    return account


async def look(home: Home, report: Callable[[Progress], None] | None = None) -> Glimpse:
    """Read what is public of the one account, the latest threads first.

    Raises:
        NetworkError: not even the account's own posts could be read.
    """
    (network,) = home.networks.values()
    (outcome,) = await collect(home, report)
    if outcome.error is not None:
        raise outcome.error
    roots = await _roots(home)
    read = await _read_threads(home, network, roots)
    ranked = [one for one in (await current_scene(home)).ranked() if not _is_marked(one)]
    return Glimpse(
        people=ranked[:SHOWN],
        best=max((one.score.value for one in ranked), default=0.0),
        threads_read=read,
        threads=len(roots),
    )


async def _roots(home: Home) -> list[str]:
    """The threads that the account took part in, the latest first."""
    async with home.store.unit(home.owner) as unit:
        everybody = {key for person in await unit.people.all() for key in person.keys}
        talk = await unit.log.with_accounts(everybody)
    latest = sorted((one for one in talk if one.kind.is_talk), key=lambda one: one.at, reverse=True)
    return list(dict.fromkeys(one.thread for one in latest))


async def _read_threads(home: Home, network: Network, roots: Sequence[str]) -> int:
    turns = asyncio.Semaphore(AT_ONCE)
    read = 0

    async def read_one(root: str) -> None:
        nonlocal read
        async with turns:
            try:
                thread = await network.thread(root)
            except NetworkError:
                return  # told by the count of threads read
            await _keep(home, thread)
            read += 1

    tasks = [asyncio.create_task(read_one(root)) for root in roots]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in tasks:
            if task not in late:
                task.result()
    return read


async def _keep(home: Home, thread: Sequence[Interaction]) -> None:
    async with home.store.unit(home.owner) as unit:
        await unit.log.record(thread)


def _is_marked(one: Ranked) -> bool:
    return one.verdict.reason in _MARKED or _carries_marks(one.person)


def _carries_marks(person: Person) -> bool:
    return any(account.flags & _MARKS for account in person.accounts)
