"""Collect the interactions of the watched accounts into the log."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.domain.ranking.verdict import Circumstances, inherited
from bot.domain.safety.outside import kept
from bot.domain.sentence import Sentence, marked
from bot.domain.talk.interaction import cleaned
from bot.errors import NetworkError, RefusedError, TerrasseError, UnreachableError
from bot.ports import Cursor, Rejected, Watch
from bot.retry import retrying
from bot.services.collect.joining import join_on_proof
from bot.services.collect.recognise import has_opted_in, recognise
from bot.services.collect.relationships import STALE, refresh_relationships
from bot.services.collect.retention import expire
from bot.services.mishap import contained
from bot.services.owner.addressee import stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, Person, Relationship
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Network, Page, Unit
    from bot.services.context import Context


BACKFILL_DAYS: Final = 365
"""How far back a first reading goes, for the length of a progress bar."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one account was read. `reaches_back_to` is UTC."""

    account: str
    read: int
    reaches_back_to: datetime | None


@dataclass(frozen=True, slots=True)
class Collected:
    """The result of reading one account; `error` says why reading it ended early.

    `waits`: the account is not read, as it has no secret and has not opted in. `stopped`: the
    account is not read, as it has stopped the bot. `unread` says why relationships could not be
    read: their people are held back.
    """

    account: str
    added: int
    changed: int
    rejected: int
    error: TerrasseError | None = None
    waits: bool = False
    stopped: bool = False
    unread: NetworkError | None = None

    @property
    def was_read(self) -> bool:
        """Whether anything was read: the numbers say nothing otherwise."""
        if self.waits or self.stopped:
            return False
        return self.error is None or self.added + self.changed + self.rejected > 0


async def collect(
    context: Context, report: Callable[[Progress], None] | None = None
) -> list[Collected]:
    """Read all watched accounts in turn; a failure of one does not stop the others.

    What was read before a failure is kept, and the next call continues from there.
    """
    outcomes = [
        await _collect_account(context, account, network, report or _no_report)
        for account, network in context.networks.items()
    ]
    if context.bot is not None:
        try:
            await recognise(context, *context.bot)
        except NetworkError as problem:
            outcomes.append(Collected(context.bot[0], 0, 0, 0, problem))
    await expire(context)
    async with contained(context, Sentence(marked("which accounts are one person’s"))):
        await join_on_proof(context)
    return outcomes


async def _collect_account(
    context: Context, account: str, network: Network, report: Callable[[Progress], None]
) -> Collected:
    reading = _Reading(context, account, report)
    errors: list[TerrasseError] = []
    unread: NetworkError | None = None
    try:
        async with contained(
            context, Sentence(marked("account {account}"), account=account)
        ) as failures:
            async with context.store.unit(context.owner) as unit:
                is_stopped = account in await stopped(context, unit)
            if is_stopped:
                return Collected(account, 0, 0, 0, stopped=True)
            if account in context.public and not await has_opted_in(context, account, network):
                return Collected(account, 0, 0, 0, waits=True)
            async for attempt in retrying(context.clock.sleep):
                with attempt:
                    await reading.read(network)
            if reading.added:
                await reading.follow_excluded(network)
            untold = await refresh_relationships(context, older_than=STALE)
            unread = next(iter(untold.values()), None)
        errors += failures
    except NetworkError as problem:
        errors.append(problem)
    error = next(iter([*errors, *reading.failures]), None)
    return Collected(
        account, reading.added, reading.changed, reading.rejected, error, unread=unread
    )


class _Reading:
    """Reads one account page by page, and stores each page at once."""

    def __init__(self, context: Context, account: str, report: Callable[[Progress], None]) -> None:
        self._context = context
        self._account = account
        self._report = report
        self.added = self.changed = self.rejected = self.read_so_far = 0
        self.failures: list[TerrasseError] = []

    async def read(self, network: Network) -> None:
        """Read from the stored cursor up to now."""
        key = await recognise(self._context, self._account, network)
        async with self._context.store.unit(self._context.owner) as unit:
            cursor = (await self._watch(unit, key)).cursor
        async for page in network.history(cursor):
            reached = await self._keep(key, page)
            self.read_so_far += len(page.interactions)
            self._report(Progress(self._account, self.read_so_far, reached))
        now = self._context.clock.now()
        async with self._context.store.unit(self._context.owner) as unit:
            watch = await self._watch(unit, key)
            await unit.watches.save(
                replace(watch, complete_at=watch.complete_at or now, collected_at=now)
            )

    async def follow_excluded(self, network: Network) -> None:
        """Learn where people have moved who are excluded.

        The exclusion holds for their new account too, which may be among those just read, and does
        not name the old one.
        """
        now = self._context.clock.now()
        async with self._context.store.unit(self._context.owner) as unit:
            no = {
                invitation.person
                for invitation in await unit.invitations.all()
                if invitation.state is State.DECLINED
            }
            partners = await unit.log.partners()
            stands: defaultdict[AccountKey, list[Relationship]] = defaultdict(list)
            for stance in await unit.people.stances():
                stands[stance.account].append(stance.relationship)
            wanted = [
                account.key
                for person in await unit.people.all()
                if person.standing is Standing.NEVER
                or person.id in no
                or (not person.keys.isdisjoint(partners) and _is_excluded(person, stands, now))
                for account in person.accounts
                if account.key.network is network.name and account.is_in_use
            ]
        if not wanted:
            return
        try:
            found = await network.describe(wanted)
        except (RefusedError, UnreachableError) as problem:
            self.failures.append(problem)
            return
        async with self._context.store.unit(self._context.owner) as unit:
            await unit.people.save(found.values())

    async def _watch(self, unit: Unit, key: AccountKey) -> Watch:
        # Read in the transaction that saves it: another process may be reading this account too.
        kept = {watch.key: watch for watch in await unit.watches.all()}
        return replace(kept.get(key, Watch(self._account, key)), account=self._account)

    async def _keep(self, key: AccountKey, page: Page) -> datetime | None:
        """Store a page; what cannot be stored is quarantined.

        Returns how far back the account was read.
        """
        reached: datetime | None = None
        async with contained(
            self._context, Sentence(marked("a page of {account}"), account=self._account)
        ) as failures:
            reached = await self._keep_whole(key, page)
        if failures:
            self.failures += failures
            reached = await self._keep_whole(key, await self._one_by_one(page))
        return reached

    async def _one_by_one(self, page: Page) -> Page:
        """Store interactions and accounts one by one; returns the page with the rejected ones."""
        odd = list(page.rejected)
        context = self._context
        a_post = Sentence(marked("a post read by {account}"), account=self._account)
        a_profile = Sentence(marked("a profile read by {account}"), account=self._account)
        for interaction in page.interactions:
            ready = _to_keep(interaction, _text_since(context))
            async with (
                contained(context, a_post) as failures,
                context.store.unit(context.owner) as unit,
            ):
                self.added += (await unit.log.record([ready])).added
            odd += [Rejected(interaction.object_uri, str(failure)) for failure in failures]
        for account in page.accounts:
            async with (
                contained(context, a_profile) as failures,
                context.store.unit(context.owner) as unit,
            ):
                await unit.people.save([account], context.clock.now())
            odd += [Rejected(account.key.id, str(failure)) for failure in failures]
        return replace(page, interactions=(), accounts=(), rejected=tuple(odd))

    async def _keep_whole(self, key: AccountKey, page: Page) -> datetime | None:
        """Store a page and its cursor in one transaction."""
        now = self._context.clock.now()
        async with self._context.store.unit(self._context.owner) as unit:
            recorded = await unit.log.record(
                _to_keep(interaction, _text_since(self._context))
                for interaction in page.interactions
            )
            await unit.people.save(page.accounts, now)
            withdrawn = await unit.log.withdraw([kept(uri) for uri in page.gone])
            await unit.watches.quarantine(key, page.rejected, now)
            watch = await self._watch(unit, key)
            reached = page.reaches_back_to or watch.reaches_back_to
            await unit.watches.save(
                replace(watch, cursor=Cursor(kept(page.cursor)), reaches_back_to=reached)
            )
        self.added += recorded.added
        self.changed += recorded.changed + withdrawn
        self.rejected += len(page.rejected)
        return reached


def _text_since(context: Context) -> datetime:
    """The text of older posts is not stored."""
    return context.clock.now() - context.wishes.retention.text


def _to_keep(interaction: Interaction, text_since: datetime) -> Interaction:
    interaction = cleaned(interaction)
    is_recent = interaction.at >= text_since
    if interaction.text is None or (is_recent and interaction.visibility.is_open):
        return interaction
    return interaction._replace(text=None)


def _no_report(_progress: Progress) -> None:
    pass


def _is_excluded(
    person: Person, stands: Mapping[AccountKey, Sequence[Relationship]], now: datetime
) -> bool:
    """Whether their profile, a block or a mute excludes them wherever they move."""
    told = [relationship for key in sorted(person.keys) for relationship in stands.get(key, ())]
    return inherited(person, Circumstances(now, own=frozenset(), relationships=told)) is not None
