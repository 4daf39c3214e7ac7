"""How far a mean over persons can be trusted: it is taken again from persons drawn by lot."""

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
    """A mean and its 95 % interval."""

    mean: float
    low: float
    high: float


class Bootstrap:
    """The same draws for every score, so that their differences are paired person by person."""

    def __init__(self, people: int, draws: int) -> None:
        lot = Random(SEED)  # noqa: S311 (nobody is to be kept from guessing it)
        self._draws = [itemgetter(*lot.choices(range(people), k=people), 0) for _ in range(draws)]

    def estimate(self, values: Sequence[float]) -> Estimate:
        """The mean of one value a person, with the middle 95 % of its draws."""
        # The last of each draw is no draw: itemgetter gives no tuple for one item.
        means = sorted(fmean(draw(values)[:-1]) for draw in self._draws)
        low, high = int(0.025 * len(means)), int(0.975 * len(means))
        return Estimate(fmean(values), means[low], means[high])

    def difference(self, ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
        """Ours minus theirs, person by person."""
        return self.estimate([one - other for one, other in zip(ours, theirs, strict=True)])
