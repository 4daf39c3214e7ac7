"""Confidence intervals of means over persons, by the bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean, and the means of its bootstrap draws."""

    mean: float
    draws: Sequence[float]

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return sorted(self.draws)[int(0.025 * len(self.draws))]

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return sorted(self.draws)[int(0.975 * len(self.draws))]


class Bootstrap:
    """The same draws for every score, so that their differences are paired person by person."""

    def __init__(self, people: int, draws: int) -> None:
        rng = Random(SEED)  # noqa: S311 (nobody is to be kept from guessing it)
        # The 0 at the end is not a draw: with a single item, itemgetter would return no tuple.
        self._draws = [itemgetter(*rng.choices(range(people), k=people), 0) for _ in range(draws)]

    def estimate(self, values: Sequence[float]) -> Estimate:
        """The mean of values, one for each person."""
        return Estimate(fmean(values), [fmean(draw(values)[:-1]) for draw in self._draws])

    def difference(self, ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
        """Ours minus theirs, person by person."""
        return self.estimate([own - other for own, other in zip(ours, theirs, strict=True)])


def mean_of(tasks: Sequence[Estimate]) -> Estimate:
    """The mean of several tasks, each of which counts the same; they have as many draws."""
    # Every task's draws come from one seed. Shifted, no two tasks share a draw.
    shifted = [[*task.draws[number:], *task.draws[:number]] for number, task in enumerate(tasks)]
    return Estimate(
        fmean(task.mean for task in tasks), [fmean(draws) for draws in zip(*shifted, strict=True)]
    )
