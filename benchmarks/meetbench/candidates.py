"""The formulas that the project's own score started from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from benchmarks.meetbench.task import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.meetbench.tie import Tie

_FLOOR: Final = 0.25


def mutual_weeks(tie: Tie) -> float:
    """The geometric mean of fading talk each way, times the weeks with talk."""
    return _both_ways(tie) * tie.weeks


def mutual_weeks_span(tie: Tie) -> float:
    """The same, with a smaller part for the weeks and one for the days from first to last."""
    return _both_ways(tie) * math.sqrt(tie.weeks) * math.pow(1 + tie.span, 0.2)


def _both_ways(tie: Tie) -> float:
    half_life = min(max(tie.history / 3, 3.0), 90.0)
    outgoing = incoming = 0.0
    for acts in tie.days().values():
        fading = math.exp2(-(tie.cutoff - acts[-1].at) / DAY / half_life)
        said = sum(act.outgoing for act in acts)
        outgoing += fading * math.log2(1 + said)
        incoming += fading * math.log2(1 + len(acts) - said)
    return math.sqrt((outgoing + _FLOOR) * (incoming + _FLOOR))


CANDIDATES: Final[Mapping[str, Callable[[Tie], float]]] = {
    "mutual_weeks": mutual_weeks,
    "mutual_weeks_span": mutual_weeks_span,
}
