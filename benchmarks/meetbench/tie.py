"""The tie between one person and one candidate: their acts toward each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.meetbench.task import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.meetbench.task import Act, Query


@dataclass(frozen=True, slots=True)
class Tie:
    """The acts between the two, oldest first; times are in days before the cutoff.

    `history` is the age of the person's first act with anybody.
    """

    acts: Sequence[Act]
    cutoff: float
    history: float

    @property
    def outgoing(self) -> int:
        """Acts of the person."""
        return sum(act.outgoing for act in self.acts)

    @property
    def incoming(self) -> int:
        """Acts of the other."""
        return len(self.acts) - self.outgoing

    @property
    def ages(self) -> list[float]:
        """Days before the cutoff, the largest first."""
        return [(self.cutoff - act.at) / DAY for act in self.acts]

    @property
    def weeks(self) -> int:
        """Weeks with an act, counted back from the cutoff."""
        return len({age // 7 for age in self.ages})

    @property
    def span(self) -> float:
        """Days from the first act to the last."""
        return (self.acts[-1].at - self.acts[0].at) / DAY

    @property
    def gaps(self) -> list[float]:
        """Seconds from each act to the next."""
        return [later.at - earlier.at for earlier, later in pairwise(self.acts)]

    def days(self) -> dict[int, list[Act]]:
        """The acts of each day, in UTC."""
        found: defaultdict[int, list[Act]] = defaultdict(list)
        for act in self.acts:
            found[int(act.at // DAY)].append(act)
        return found


def ties(query: Query) -> dict[str, Tie]:
    """The tie with each candidate with whom anything passed."""
    acts: dict[str, list[Act]] = {alter: [] for alter in query.labels}
    for act in query.acts:
        if act.other in acts:
            acts[act.other].append(act)
    history = (query.cutoff - query.acts[0].at) / DAY if query.acts else 0.0
    return {alter: Tie(own, query.cutoff, history) for alter, own in acts.items() if own}
