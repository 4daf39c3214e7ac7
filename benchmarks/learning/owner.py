"""An invented owner, who answers a year of digests by a liking that the bot does not know."""

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
        """Whether the owner would like to meet this person."""
        return self.values[who.id] > 0


def by_habits(rng: Random, people: Sequence[Neighbour]) -> Liking:
    """A liking for more or less of one habit or two, and a mood about each person."""
    wanted = {
        habit: rng.choice((-1, 1)) for habit in rng.sample(list(Habit), rng.randint(1, MOST_HABITS))
    }
    values = dict.fromkeys((neighbour.id for neighbour in people), 0.0)
    for habit, sign in wanted.items():
        found = [neighbour.habits[habit] for neighbour in people]
        mean, deviation = fmean(found), pstdev(found)
        for neighbour in people:
            distance = (neighbour.habits[habit] - mean) / deviation
            values[neighbour.id] += sign * distance / math.sqrt(len(wanted))
    return Liking({who: value + rng.gauss(0, MOOD) for who, value in values.items()})


def by_chance(rng: Random, people: Sequence[Neighbour]) -> Liking:
    """A liking that has nothing to do with any habit."""
    return Liking({neighbour.id: rng.gauss(0, 1) for neighbour in people})


@dataclass(slots=True)
class Year:
    """The result of a year: whom the digests named, the choices, and each taste learnt."""

    named: list[Neighbour] = field(default_factory=list)
    choices: dict[PersonId, Choice] = field(default_factory=dict)
    tastes: list[Taste] = field(default_factory=lambda: [INDIFFERENT])

    @property
    def taste(self) -> Taste:
        """The taste learnt at the end of the year."""
        return self.tastes[-1]


def simulate_year(rng: Random, people: Sequence[Neighbour], liking: Liking, *, learn: bool) -> Year:
    """Simulate a year: each digest names the top, the owner answers, and the bot learns."""
    year, again = Year(), dict.fromkeys((neighbour.id for neighbour in people), 0)
    habits = {neighbour.id: neighbour.habits for neighbour in people}
    said = {neighbour.id: (rng.random(), rng.random()) for neighbour in people}
    for number in range(DIGESTS):
        open_to = [
            neighbour
            for neighbour in people
            if again[neighbour.id] <= number
            and year.choices.get(neighbour.id) in {None, Choice.SKIPPED}
        ]
        digest = sorted(open_to, key=lambda neighbour: -value(neighbour, year.taste))[:NAMED]
        for neighbour in digest:
            again[neighbour.id] = number + COOLDOWN
        year.named += digest
        year.choices |= _answers(digest, liking, said)
        year.tastes.append(taste(habits, year.choices) if learn else INDIFFERENT)
    return year


def value(neighbour: Neighbour, learnt: Taste) -> float:
    """A score as the list shows it, with what was learnt."""
    return (
        neighbour.score.value * learnt.of(neighbour.habits).factor
        if learnt.leanings
        else neighbour.score.value
    )


def _answers(
    digest: Sequence[Neighbour], liking: Liking, said: Mapping[PersonId, tuple[float, float]]
) -> dict[PersonId, Choice]:
    found = {}
    for neighbour in digest:
        has_time, has_had_it = said[neighbour.id]
        if liking.likes(neighbour) and has_time < TIME_TO_MEET:
            found[neighbour.id] = Choice.MET
        elif not liking.likes(neighbour) and has_had_it < SAYS_NEVER:
            found[neighbour.id] = Choice.NEVER
    if Choice.MET in found.values():
        found |= {neighbour.id: Choice.SKIPPED for neighbour in digest if neighbour.id not in found}
    return found
