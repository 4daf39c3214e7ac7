"""Simple scores: obvious ones, and those that papers propose."""

from __future__ import annotations

import math
from statistics import mean, stdev
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.meetbench.tie import Tie

CIRCLE_WEIGHTS: Final = {
    "like": 1.0,
    "reply": 1.1,
    "re": 1.1,
    "mt": 1.1,
    "mention": 1.1,
    "rt": 1.3,
    "boost": 1.3,
    "quote": 1.3,
}
"""duiker101/twitter-interaction-circles and andigandhi/Mastodon-Circles."""

_TIEBREAK: Final = 1e-6
"""So little does one act count where weeks or days are compared."""


def raw_count(tie: Tie) -> float:
    """How many acts there were."""
    return len(tie.acts)


def recency(tie: Tie) -> float:
    """How long ago the last one was."""
    return -tie.ages[-1]


def circle_weights(tie: Tie) -> float:
    """The weights of interaction circles: boost 1.3, reply 1.1, like 1."""
    return math.fsum(CIRCLE_WEIGHTS.get(act.kind, 1.0) for act in tie.acts)


def interactions_rank(half_life: float) -> Callable[[Tie], float]:
    """Acts that fade, with a half-life in days (Roth et al. 2010)."""
    return lambda tie: math.fsum(math.exp2(-age / half_life) for age in tie.ages)


def geometric_mean(tie: Tie) -> float:
    """Of what went out and what came in."""
    return math.sqrt((tie.outgoing + 0.5) * (tie.incoming + 0.5))


def active_days(tie: Tie) -> float:
    """Days with an act."""
    return len(tie.days()) + _TIEBREAK * len(tie.acts)


def active_weeks(tie: Tie) -> float:
    """Weeks with an act."""
    return tie.weeks + _TIEBREAK * len(tie.acts)


def mutual_days(tie: Tie) -> float:
    """Days on which both acted."""
    both = sum(len({act.outgoing for act in acts}) > 1 for acts in tie.days().values())
    return both + _TIEBREAK * len(tie.acts)


def gilbert_like(tie: Tie) -> float:
    """Days since the last and the first act and how many there were, in logarithms.

    With the weights of Gilbert & Karahalios 2009 for the predictors that counts can give.
    """
    return (
        -0.76 * math.log1p(tie.ages[-1])
        + 0.299 * math.log1p(len(tie.acts))
        + 0.755 * math.log1p(tie.ages[0])
    )


def jones_like(tie: Tie) -> float:
    """Acts each way, in logarithms (Jones et al. 2013)."""
    return math.log1p(tie.outgoing) + math.log1p(tie.incoming)


def navarro_like(tie: Tie) -> float:
    """Ties that last, without bursts, and with many acts (Navarro et al. 2017)."""
    lasting = tie.span / (1 + tie.ages[-1])
    return lasting * (1 - _burstiness(tie)) / 2 * math.log1p(len(tie.acts))


def _burstiness(tie: Tie) -> float:
    gaps = tie.gaps
    if len(gaps) < 2:  # noqa: PLR2004 (no deviation of one)
        return 1.0
    deviation, average = stdev(gaps), mean(gaps)
    total = deviation + average
    return (deviation - average) / total if total else 1.0


BASELINES: Final[Mapping[str, Callable[[Tie], float]]] = {
    "raw count": raw_count,
    "recency": recency,
    "circle weights": circle_weights,
    "Interactions Rank, 7 d": interactions_rank(7),
    "Interactions Rank, 30 d": interactions_rank(30),
    "Interactions Rank, 90 d": interactions_rank(90),
    "geometric mean": geometric_mean,
    "active days": active_days,
    "active weeks": active_weeks,
    "mutual days": mutual_days,
    "Gilbert-like": gilbert_like,
    "Jones-like": jones_like,
    "Navarro-like": navarro_like,
}
