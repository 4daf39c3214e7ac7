"""A year of many invented owners, with learning and without, on the same people and moods."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from benchmarks.learning.neighbours import neighbours
from benchmarks.learning.owner import DIGESTS, Liking, by_chance, by_habits, simulate_year, value
from bot.domain.ranking.taste import INDIFFERENT, Habit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.learning.neighbours import Neighbour
    from benchmarks.learning.owner import Year
    from bot.domain.ranking.taste import Taste

PEOPLE: Final = 200
"""In the owner's list; as many more, whom no digest ever names, are judged in the end."""
LIKINGS: Final[Mapping[str, Callable[[Random, Sequence[Neighbour]], Liking]]] = {
    "by habits": by_habits,
    "by rng": by_chance,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a year was worth to one owner.

    `liked` is how many of those named the owner would like to meet; `auc` how well the list of
    newcomers tells those whom the owner would like from the others; `spread` how different those
    named are in their habits, beside everybody; `people` how many were named; `factor` how far
    from 1 the factor is, on average over everybody, after half a year and in the end; `farthest`
    the largest factor, or the inverse of the smallest, of the whole year.
    """

    liked: float
    auc: float
    spread: float
    people: int
    factor: tuple[float, float]
    farthest: float


def outcomes(
    liking_of: Callable[[Random, Sequence[Neighbour]], Liking], owner: int, people: int = PEOPLE
) -> tuple[Outcome, Outcome]:
    """One owner's year without learning, and with it."""
    rng = Random(owner)  # noqa: S311 (nobody's secret)
    everybody = neighbours(rng, 2 * people)
    known, new = everybody[:people], everybody[people:]
    liking, mood = liking_of(rng, everybody), rng.random()
    without, with_it = (
        _judged(simulate_year(Random(mood), known, liking, learn=learn), liking, known, new)  # noqa: S311
        for learn in (False, True)
    )
    return without, with_it


def _judged(
    year: Year, liking: Liking, known: Sequence[Neighbour], new: Sequence[Neighbour]
) -> Outcome:
    factors = [
        max(factor, 1 / factor)
        for learnt in year.tastes
        for factor in (learnt.of(neighbour.habits).factor for neighbour in known)
    ]
    return Outcome(
        liked=fmean(liking.likes(neighbour) for neighbour in year.named),
        auc=_auc(new, liking, year.taste),
        spread=_spread(year.named, known),
        people=len({neighbour.id for neighbour in year.named}),
        factor=(_distance(year.tastes[DIGESTS // 2], known), _distance(year.taste, known)),
        farthest=max(factors, default=1.0),
    )


def _distance(learnt: Taste, people: Sequence[Neighbour]) -> float:
    if learnt is INDIFFERENT:
        return 0.0
    return fmean(abs(learnt.of(neighbour.habits).factor - 1) for neighbour in people)


def _auc(people: Sequence[Neighbour], liking: Liking, learnt: Taste) -> float:
    liked = [value(neighbour, learnt) for neighbour in people if liking.likes(neighbour)]
    others = [value(neighbour, learnt) for neighbour in people if not liking.likes(neighbour)]
    if not liked or not others:
        return 0.5
    return fmean(
        (preferred > other) + (preferred == other) / 2 for preferred in liked for other in others
    )


def _spread(named: Sequence[Neighbour], everybody: Sequence[Neighbour]) -> float:
    return fmean(
        pstdev(neighbour.habits[habit] for neighbour in named)
        / pstdev(neighbour.habits[habit] for neighbour in everybody)
        for habit in Habit
    )
