"""Collecting one new page into logs of 10,000, 100,000 and 1,000,000 interactions.

It is a whole `collect`: the account is recognised, the log asked for the threads that the page
goes on with, the page recorded, relationships looked through, what is too old dropped. The network
is one that answers at once. `ratio` is the time in the smallest log ÷ that in this one.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from adapters.gazetteer.table import CityTable
from adapters.memory.clock import StoppedClock
from adapters.store import open_store
from benchmarks.figure import Figure
from benchmarks.talk import ME, NOW, OWNER, accounts, talk
from bot.domain.people.identity import Account, Relationship
from bot.ports import Cursor, Page
from bot.services.collect.collecting import collect
from bot.services.context import Context, Wishes
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Store

SIZES: Final = (10_000, 100_000, 1_000_000)
PAGE: Final = 100
PEOPLE: Final = 400
"""Few enough that even the smallest log has talk with all of them."""
RUNS: Final = 15
_NOTHING: Any = None


def measure() -> list[Figure]:
    """CPU seconds, the median of pages that are collected into each log in turn."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        contexts = [await _context(Path(folder), size) for size in SIZES]
        times: list[list[float]] = [[] for _ in SIZES]
        for number in range(RUNS + 1):
            for size, context, seconds in zip(SIZES, contexts, times, strict=True):
                news = talk(
                    PAGE, first=size + number * PAGE, over=timedelta(hours=1), people=PEOPLE
                )
                found = list(news)
                seconds.append(await _collect(context, found))
        for context in contexts:
            await context.store.close()
    # The first page finds nothing prepared, in whichever log.
    smallest, *larger = [median(seconds[1:]) for seconds in times]
    return [
        Figure(
            name="increment",
            work=f"a page of {PAGE} into {size}",
            ours=ours,
            peer=smallest,
            peer_name=f"into {SIZES[0]}",
            goal=0.67,
        )
        for size, ours in zip(SIZES[1:], larger, strict=True)
    ]


async def _context(folder: Path, size: int) -> Context:
    store = await open_store(f"sqlite:///{folder / f'{size}.db'}")
    log = talk(size, people=PEOPLE)
    async with store.unit(OWNER) as unit:
        await unit.people.save(accounts(PEOPLE))
    while some := list(islice(log, SIZES[0])):
        async with store.unit(OWNER) as unit:
            await unit.log.record(some)
    context = Context(
        owner=OWNER,
        wishes=Wishes(
            words=catalogue("en"),
            schedule=_NOTHING,
            goal=_NOTHING,
            people=3,
            quiet_when_empty=True,
            weights={},
        ),
        store=store,
        clock=StoppedClock(NOW),
        networks={},
        post=_NOTHING,
        worker="-",
        gazetteer=CityTable(),
        new_ref=str,
    )
    await _collect(context, [])  # relationships are asked for once a day
    return context


async def _collect(context: Context, found: Sequence[Interaction]) -> float:
    network: Any = _Instant(found, context.store)
    context = replace(context, networks={"@camille@mastodon.example": network})
    start = time.process_time()
    (outcome,) = await collect(context)
    seconds = time.process_time() - start
    if outcome.error is not None or (found and outcome.added < PAGE // 2):
        raise AssertionError(outcome)
    return seconds


class _Instant:
    """A network with one new page, which answers at once."""

    def __init__(self, found: Sequence[Interaction], store: Store) -> None:
        self._found = found
        self._store = store

    async def whoami(self) -> Account:
        return Account(ME, ME.id)

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        del since
        spans = [(interaction.root_uri, interaction.root_uri) for interaction in self._found]
        async with self._store.unit(OWNER) as unit:
            await unit.log.with_watched(ME, among=spans)
        others = {interaction.other for interaction in self._found}
        described = tuple(Account(key, key.id) for key in sorted(others))
        yield Page(tuple(self._found), described, Cursor("-"))

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        return {account: Relationship() for account in accounts}
