"""What a ranking rests on, as the store has it."""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.domain.meeting.invitation import State
from bot.domain.ranking import scoring
from bot.domain.ranking.choice import choices
from bot.domain.ranking.taste import habits_of
from bot.domain.talk.copies import once
from bot.domain.talk.exchange import exchanges as exchanges_in
from bot.domain.talk.tally import day_of, tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import AccountKey, NetworkName, Person, PersonId
    from bot.domain.ranking.choice import Choice
    from bot.domain.ranking.scoring import Scale, Score
    from bot.domain.ranking.taste import Habits
    from bot.domain.ranking.verdict import Patience
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally
    from bot.ports import Stance, Unit
    from bot.services.context import Context

_Row = TypeVar("_Row", "Tally", "Exchange", "Stance")


@dataclass(frozen=True)
class Summary:
    """One person's talk, and what follows from it, each worked out once.

    The rounds of `scale` are those that this person took part in.
    """

    person: PersonId
    tallies: Sequence[Tally]
    exchanges: Sequence[Exchange]
    separations: Sequence[Separation]
    scale: Scale

    @cached_property
    def value(self) -> float:
        """The value of the score, which needs no evidence: that is slow to sum up."""
        return math.prod(self._parts.values())

    @cached_property
    def score(self) -> Score:
        """The score without taste."""
        return scoring.score(
            self.person,
            self.tallies,
            self.exchanges,
            self.scale,
            self.separations,
            parts=self._parts,
        )

    @cached_property
    def habits(self) -> Habits:
        """How the two talk."""
        return habits_of(self.score, self.tallies)

    @cached_property
    def _parts(self) -> Mapping[str, float]:
        return scoring.parts_of(self.tallies, self.scale)


@dataclass
class Talk:
    """What was talked, and what follows from that alone, each worked out once.

    `revision` is the store's (see `Unit.revision`); `None` if this is not all as it is stored.
    """

    tallies: Sequence[Tally]
    exchanges: Sequence[Exchange]
    revision: str | None = None
    _scale: Scale | None = None
    _summaries: dict[frozenset[AccountKey], Summary] = field(default_factory=dict)

    @cached_property
    def tallies_by_account(self) -> Mapping[AccountKey, list[Tally]]:
        """Each account's tallies."""
        return _by_account(self.tallies)

    @cached_property
    def exchanges_by_account(self) -> Mapping[AccountKey, list[Exchange]]:
        """Each account's exchanges."""
        return _by_account(self.exchanges)

    def scale(self, today: date, weights: Mapping[AccountKey, float]) -> Scale:
        """The scale for all of it."""
        if self._scale is None or (self._scale.today, self._scale.weights) != (today, weights):
            self._scale = scoring.scale(
                self.tallies, today=today, weights=weights, exchanges=self.exchanges
            )
        return self._scale

    def summary(self, person: Person, scale: Scale, separations: Sequence[Separation]) -> Summary:
        """A person's talk summed up; as it was before, if nothing of it changed since."""
        exchanges = self.exchanges_of(person)
        roots = {exchange.root_uri for exchange in exchanges}
        found = Summary(
            person.id,
            self.tallies_of(person),
            exchanges,
            separations,
            replace(scale, rounds=scale.rounds & roots),
        )
        kept = self._summaries.get(person.keys)
        if kept != found:
            kept = self._summaries[person.keys] = found
        return kept

    def tallies_of(self, person: Person) -> Sequence[Tally]:
        """The tallies of all accounts of a person."""
        return _of(person, self.tallies_by_account)

    def exchanges_of(self, person: Person) -> Sequence[Exchange]:
        """The exchanges with all accounts of a person."""
        return _of(person, self.exchanges_by_account)

    def now(self, tallies: Sequence[Tally], exchanges: Sequence[Exchange], revision: str) -> Talk:
        """What is stored now; of who talked no more since, the summary is kept."""
        talk = Talk(tallies, exchanges, revision)
        there = talk.tallies_by_account.keys()  # nothing is kept of who was forgotten
        talk._summaries = {keys: kept for keys, kept in self._summaries.items() if keys <= there}
        return talk

    def counted(self, tallies: Sequence[Tally], exchanges: Sequence[Exchange]) -> Talk:
        """The same talk, counted in another way; most summaries are the same."""
        return Talk(tallies, exchanges, _summaries=self._summaries)


@dataclass(frozen=True)
class Facts:
    """The data of a ranking, read in one transaction.

    `talk` is without what a bridge copied; `stored` is all of it. `suggested` is when each person
    was last suggested; `unsent` are the people of digests that are not out yet. `own` are the
    owner's accounts, and `signed_in` the networks on which one of them has a secret. `chosen` is
    what the owner did with suggestions; `None` if learning is off.
    """

    people: Sequence[Person]
    talk: Talk
    stored: Talk
    stances: Sequence[Stance]
    suggested: Mapping[PersonId, datetime]
    unsent: Collection[PersonId]
    invitations: Sequence[Invitation]
    own: frozenset[AccountKey]
    signed_in: frozenset[NetworkName]
    scale: Scale
    patience: Patience
    chosen: Mapping[PersonId, Choice] | None
    now: datetime

    def tallies_of(self, person: Person) -> Sequence[Tally]:
        """The tallies of all accounts of a person."""
        return self.talk.tallies_of(person)

    def exchanges_of(self, person: Person) -> Sequence[Exchange]:
        """The exchanges with all accounts of a person."""
        return self.talk.exchanges_of(person)

    def summary_of(self, person: Person) -> Summary:
        """A person's talk summed up."""
        apart = separations(self.stances_of(person))
        return self.talk.summary(person, self.scale, apart)

    def stances_of(self, person: Person) -> Sequence[Stance]:
        """The relationships of all accounts of a person with the owner's."""
        return _of(person, self._stances)

    def talked_with(self) -> list[Person]:
        """The people with at least one exchange."""
        talked = self.talk.exchanges_by_account.keys()
        return [person for person in self.people if not talked.isdisjoint(person.keys)]

    @cached_property
    def latest_invitations(self) -> Mapping[PersonId, Invitation]:
        """The latest invitation to each person."""
        return {invitation.person: invitation for invitation in self.invitations}

    @cached_property
    def said_no(self) -> frozenset[PersonId]:
        """The people who declined an invitation."""
        return frozenset(
            invitation.person
            for invitation in self.invitations
            if invitation.state is State.DECLINED
        )

    @cached_property
    def moved_to(self) -> Mapping[PersonId, list[Person]]:
        """For each person, the people with an account that has moved to one of theirs."""
        owners = {key: person.id for person in self.people for key in person.keys}
        found: defaultdict[PersonId, list[Person]] = defaultdict(list)
        for person in self.people:
            for account in person.accounts:
                if account.move is not None and account.move.to in owners:
                    found[owners[account.move.to]].append(person)
        return found

    @cached_property
    def _stances(self) -> Mapping[AccountKey, list[Stance]]:
        return _by_account(self.stances)


async def read_facts(
    unit: Unit, context: Context, now: datetime, stored: Talk | None = None
) -> Facts:
    """Read the data of a ranking; `stored` is the talk, if that was read already."""
    if stored is None:
        stored = await read_talk(unit)
    with _uncollected():
        return await _read_facts(unit, context, now, stored)


async def read_talk(unit: Unit, before: Talk | None = None) -> Talk:
    """All that is stored of talk: `before`, if nothing of it changed since that was read."""
    revision = await unit.revision(of_talk=True)
    if before is not None and before.revision == revision:
        return before
    with _uncollected():
        tallies, exchanges = await unit.log.tallies(), await unit.log.exchanges()
        return (before or Talk((), ())).now(tallies, exchanges, revision)


async def _read_facts(unit: Unit, context: Context, now: datetime, stored: Talk) -> Facts:
    wishes = context.wishes
    watches = await unit.watches.all()
    weights = {watch.key: wishes.weights.get(watch.account, 1.0) for watch in watches}
    suggestions = await unit.suggestions.all()
    waiting = await unit.outbox.unsent_digests()
    suggested: dict[PersonId, datetime] = {}
    for suggestion in suggestions:
        suggested[suggestion.person] = max(
            suggestion.at, suggested.get(suggestion.person, suggestion.at)
        )
    people, invitations = await unit.people.all(), await unit.invitations.all()
    talk = await _count_once(unit, context, people, stored)
    return Facts(
        people=people,
        talk=talk,
        stored=stored,
        stances=await unit.people.stances(),
        suggested=suggested,
        unsent={
            suggestion.person
            for suggestion in suggestions
            if (suggestion.due, suggestion.revision) in waiting
        },
        invitations=invitations,
        own=frozenset(watch.key for watch in watches),
        signed_in=frozenset(
            watch.key.network
            for watch in watches
            if watch.account in context.networks and watch.account not in context.public
        ),
        scale=stored.scale(day_of(now, context.owner.zone), weights),
        patience=wishes.patience,
        chosen=choices(people, suggestions, invitations) if wishes.learn else None,
        now=now,
    )


async def _count_once(unit: Unit, context: Context, people: Sequence[Person], stored: Talk) -> Talk:
    """Talk without the copies that a bridge makes of posts of joined people.

    They are counted from the log; what is stored stays, so that parting restores it.
    """
    tallies, exchanges = stored.tallies, stored.exchanges
    for person in people:
        if not person.halves:
            continue
        copies = {account.key for account in person.accounts if account.is_copy}
        if not copies or copies == person.keys:
            continue
        log = once(await unit.log.with_accounts(person.keys), copies)
        tallies = [
            *(row for row in tallies if row.account not in person.keys),
            *tally(log, context.owner.zone),
        ]
        exchanges = [
            *(row for row in exchanges if row.account not in person.keys),
            *exchanges_in(log),
        ]
    return stored if tallies is stored.tallies else stored.counted(tallies, exchanges)


def separations(stances: Iterable[Stance]) -> list[Separation]:
    """The latest separation of each of these stances, if it has one."""
    return [stance.separation for stance in stances if stance.separation is not None]


def _by_account(rows: Iterable[_Row]) -> Mapping[AccountKey, list[_Row]]:
    found: defaultdict[AccountKey, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.account].append(row)
    return found


def _of(person: Person, rows: Mapping[AccountKey, Sequence[_Row]]) -> Sequence[_Row]:
    """The rows of all accounts of a person; nothing is copied for one account."""
    found = [rows[key] for key in sorted(person.keys) if key in rows]
    return found[0] if len(found) == 1 else [row for some in found for row in some]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector, which would go through all that is read several times.

    On 100,000 interactions, a page just after talk changed takes 0.39 s with it, 0.65 s without.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
