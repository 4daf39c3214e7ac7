"""An invented owner, who answers a year of digests by a liking that nobody told the bot of."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from bot.domain.ranking.choice import Choice
from bot.domain.ranking.taste import INDIFFERENT, Habit, Taste, taste

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from benchmarks.learning.neighbours import Neighbour
    from bot.domain.people.identity import PersonId

DIGESTS: Final = 26
"""A year of fortnights."""
NAMED: Final = 3
COOLDOWN: Final = 6
"""Digests: ninety days."""
MOOD: Final = 0.5
"""How much of a liking has nothing to do with habits, in standard deviations."""
TIME_TO_MEET: Final = 0.5
SAYS_NEVER: Final = 0.3
MOST_HABITS: Final = 2


@dataclass(frozen=True, slots=True)
class Liking:
    """Whom an owner would like to meet: those whose value is above 0."""

    values: Mapping[PersonId, float]

    def likes(self, who: Neighbour) -> bool:
        """Whether the owner would."""
        return self.values[who.id] > 0


def by_habits(lot: Random, people: Sequence[Neighbour]) -> Liking:
    """A liking for more or less of one habit or two, and a mood about each person."""
    wanted = {
        habit: lot.choice((-1, 1)) for habit in lot.sample(list(Habit), lot.randint(1, MOST_HABITS))
    }
    values = dict.fromkeys((one.id for one in people), 0.0)
    for habit, sign in wanted.items():
        found = [one.habits[habit] for one in people]
        mean, deviation = fmean(found), pstdev(found)
        for one in people:
            distance = (one.habits[habit] - mean) / deviation
            values[one.id] += sign * distance / math.sqrt(len(wanted))
    return Liking({who: value + lot.gauss(0, MOOD) for who, value in values.items()})


def by_lot(lot: Random, people: Sequence[Neighbour]) -> Liking:
    """A liking that has nothing to do with any habit."""
    return Liking({one.id: lot.gauss(0, 1) for one in people})


@dataclass(slots=True)
class Year:
    """What came of a year: whom the digests named, what was chosen, and every taste there was."""

    named: list[Neighbour] = field(default_factory=list)
    choices: dict[PersonId, Choice] = field(default_factory=dict)
    tastes: list[Taste] = field(default_factory=lambda: [INDIFFERENT])

    @property
    def taste(self) -> Taste:
        """What was learnt in the end."""
        return self.tastes[-1]


def a_year(lot: Random, people: Sequence[Neighbour], liking: Liking, *, learn: bool) -> Year:
    """Digest after digest: those on top are named, the owner answers, and the order is nudged."""
    year, again = Year(), dict.fromkeys((one.id for one in people), 0)
    habits = {one.id: one.habits for one in people}
    said = {one.id: (lot.random(), lot.random()) for one in people}
    for number in range(DIGESTS):
        open_to = [
            one
            for one in people
            if again[one.id] <= number and year.choices.get(one.id) in {None, Choice.SKIPPED}
        ]
        digest = sorted(open_to, key=lambda one: -value(one, year.taste))[:NAMED]
        for one in digest:
            again[one.id] = number + COOLDOWN
        year.named += digest
        year.choices |= _answers(digest, liking, said)
        year.tastes.append(taste(habits, year.choices) if learn else INDIFFERENT)
    return year


def value(one: Neighbour, learnt: Taste) -> float:
    """A score as the list has it."""
    return one.score.value * learnt.of(one.habits).factor if learnt.leanings else one.score.value


def _answers(
    digest: Sequence[Neighbour],
    liking: Liking,
    said: Mapping[PersonId, tuple[float, float]],
) -> dict[PersonId, Choice]:
    found = {}
    for one in digest:
        has_time, has_had_it = said[one.id]
        if liking.likes(one) and has_time < TIME_TO_MEET:
            found[one.id] = Choice.MET
        elif not liking.likes(one) and has_had_it < SAYS_NEVER:
            found[one.id] = Choice.NEVER
    if Choice.MET in found.values():
        found |= {one.id: Choice.SKIPPED for one in digest if one.id not in found}
    return found
