"""Collecting: everything between the watched accounts and others, into the one log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.errors import NetworkError
from bot.ports import Watch
from bot.retry import retrying
from bot.services.recognise import has_opted_in, recognise
from bot.services.relationships import STALE, ask_relationships

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction
    from bot.ports import Network, Page, Unit
    from bot.services.home import Home

KEEP_TEXT: Final = timedelta(days=30)
"""Text is kept so long from its post's date; older text of a back-fill is never stored."""
KEEP_ALL: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one account has been read. `reaches_back_to` is UTC."""

    account: str
    read: int
    reaches_back_to: datetime | None


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of one account; `error` says why reading it ended early.

    `waits`: it has no secret, and has not opted in, so that it is not read.
    """

    account: str
    added: int
    changed: int
    rejected: int
    error: NetworkError | None = None
    waits: bool = False


async def collect(home: Home, report: Callable[[Progress], None] | None = None) -> list[Collected]:
    """Read all watched accounts, one after the other; one that fails never stops the others.

    What was read before a failure is kept, and the next call goes on from there.
    """
    outcomes = [
        await _collect_account(home, account, network, report or _unheard)
        for account, network in home.networks.items()
    ]
    if home.bot is not None:
        try:
            await recognise(home, *home.bot)
        except NetworkError as problem:
            outcomes.append(Collected(home.bot[0], 0, 0, 0, problem))
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        await unit.log.expire(text_before=now - KEEP_TEXT, all_before=now - KEEP_ALL)
    return outcomes


async def _collect_account(
    home: Home, account: str, network: Network, report: Callable[[Progress], None]
) -> Collected:
    reading = _Reading(home, account, report)
    error: NetworkError | None = None
    try:
        if account in home.public and not await has_opted_in(home, account, network):
            return Collected(account, 0, 0, 0, waits=True)
        async for attempt in retrying(home.clock.sleep):
            with attempt:
                key = await reading.read(network)
        failures = await ask_relationships(home, older_than=STALE)
        if key in failures:
            raise failures[key]
    except NetworkError as problem:
        error = problem
    return Collected(account, reading.added, reading.changed, reading.rejected, error)


class _Reading:
    """One account being read, page by page; what is read is kept at once."""

    def __init__(self, home: Home, account: str, report: Callable[[Progress], None]) -> None:
        self._home = home
        self._account = account
        self._report = report
        self.added = self.changed = self.rejected = self.read_so_far = 0

    async def read(self, network: Network) -> AccountKey:
        """Read from where the last reading stopped up to now; which account that was."""
        key = await recognise(self._home, self._account, network)
        async with self._home.store.unit(self._home.owner) as unit:
            cursor = (await self._watch(unit, key)).cursor
        async for page in network.history(cursor):
            reached = await self._keep(key, page)
            self.read_so_far += len(page.interactions)
            self._report(Progress(self._account, self.read_so_far, reached))
        now = self._home.clock.now()
        async with self._home.store.unit(self._home.owner) as unit:
            watch = await self._watch(unit, key)
            await unit.watches.save(
                replace(watch, complete_at=watch.complete_at or now, collected_at=now)
            )
        return key

    async def _watch(self, unit: Unit, key: AccountKey) -> Watch:
        # Read in the transaction that saves it: another process may be reading this account too.
        kept = {watch.key: watch for watch in await unit.watches.all()}
        return replace(kept.get(key, Watch(self._account, key)), account=self._account)

    async def _keep(self, key: AccountKey, page: Page) -> datetime | None:
        """Keep a page and its cursor in one transaction, the cursor never ahead of the page.

        Returns how far back the account has been read by now.
        """
        now = self._home.clock.now()
        async with self._home.store.unit(self._home.owner) as unit:
            recorded = await unit.log.record(_to_keep(one, now) for one in page.interactions)
            await unit.people.save(page.accounts)
            withdrawn = await unit.log.withdraw(page.gone)
            await unit.watches.quarantine(key, page.rejected, now)
            watch = await self._watch(unit, key)
            reached = page.reaches_back_to or watch.reaches_back_to
            await unit.watches.save(replace(watch, cursor=page.cursor, reaches_back_to=reached))
        self.added += recorded.added
        self.changed += recorded.changed + withdrawn
        self.rejected += len(page.rejected)
        return reached


def _to_keep(interaction: Interaction, now: datetime) -> Interaction:
    is_recent = interaction.at >= now - KEEP_TEXT
    if interaction.text is None or (is_recent and interaction.visibility.is_open):
        return interaction
    return replace(interaction, text=None)


def _unheard(_progress: Progress) -> None:
    """Nobody watches."""
