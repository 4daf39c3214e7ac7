"""What was talked, as the store has it, and what follows from that alone."""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.domain.ranking import scoring
from bot.domain.ranking.taste import habits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from bot.domain.people.identity import AccountKey, Person, PersonId
    from bot.domain.ranking.scoring import Scale, Score
    from bot.domain.ranking.taste import Habits
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally
    from bot.ports import Stance, Unit

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
        return by_account(self.tallies)

    @cached_property
    def exchanges_by_account(self) -> Mapping[AccountKey, list[Exchange]]:
        """Each account's exchanges."""
        return by_account(self.exchanges)

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
        return of_person(person, self.tallies_by_account)

    def exchanges_of(self, person: Person) -> Sequence[Exchange]:
        """The exchanges with all accounts of a person."""
        return of_person(person, self.exchanges_by_account)

    def now(self, tallies: Sequence[Tally], exchanges: Sequence[Exchange], revision: str) -> Talk:
        """What is stored now; of who talked no more since, the summary is kept."""
        talk = Talk(tallies, exchanges, revision)
        there = talk.tallies_by_account.keys()  # nothing is kept of who was forgotten
        talk._summaries = {keys: kept for keys, kept in self._summaries.items() if keys <= there}
        return talk

    def counted(self, tallies: Sequence[Tally], exchanges: Sequence[Exchange]) -> Talk:
        """The same talk, counted in another way; most summaries are the same."""
        return Talk(tallies, exchanges, _summaries=self._summaries)


async def read_talk(unit: Unit, before: Talk | None = None) -> Talk:
    """All that is stored of talk: `before`, if nothing of it changed since that was read."""
    revision = await unit.revision(of_talk=True)
    if before is not None and before.revision == revision:
        return before
    with uncollected():
        tallies, exchanges = await unit.log.tallies(), await unit.log.exchanges()
        return (before or Talk((), ())).now(tallies, exchanges, revision)


def by_account(rows: Iterable[_Row]) -> Mapping[AccountKey, list[_Row]]:
    """Rows by the account that they are about."""
    found: defaultdict[AccountKey, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.account].append(row)
    return found


def of_person(person: Person, rows: Mapping[AccountKey, Sequence[_Row]]) -> Sequence[_Row]:
    """The rows of all accounts of a person; nothing is copied for one account."""
    found = [rows[key] for key in sorted(person.keys) if key in rows]
    return found[0] if len(found) == 1 else [row for some in found for row in some]


@contextmanager
def uncollected() -> Iterator[None]:
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
