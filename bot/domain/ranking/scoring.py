"""The score of a person: how much lasting, reciprocal talk there is, as a product of factors.

The formula::

    value = outgoing · incoming · occasions · span · recency · signals

    outgoing           = √(¼ + Σ over days of 2^(-age / half-life) · log₂(1 + said + ½ · boosts))
    incoming           = √(¼ + Σ over days of 2^(-age / half-life) · log₂(1 + heard))
    occasions          = √√(days with talk · weeks with talk)
    span               = √(days from the first talk to the last, both counted)
    recency            = 1 / √(1 + days since the last talk / half-life)
    signals            = 1 … 1.25, from likes, follows and their boosts, capped per week

`said` and `heard` are the talk of a day, `boosts` those of the owner: passing on what somebody
wrote is half a word to them. A boost is no talk otherwise: it makes no occasion and no span.
The product of both directions keeps the score of a monologue low. The logarithm of a day's talk
makes forty replies in one evening one conversation. Occasions and span favour talk that is spread
over time: ten days in ten weeks count more than ten days in one. Recency lowers the score of ties
that ended. The input are tallies, not the log. Reasons and measurements are in `docs/scoring.md`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranking.evidence import evidence_of, rounds
from bot.domain.talk.tally import week_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain.people.identity import AccountKey, PersonId
    from bot.domain.ranking.evidence import Evidence
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally

HALF_LIVES_IN_HISTORY = 4.0
"""The half-life of talk is a quarter of the history: three months for a year."""
SHORTEST_HALF_LIFE = 3.0
LONGEST_HALF_LIFE = 90.0
FLOOR = 0.25
"""Added to the talk of each direction, so that neither factor is 0."""
A_BOOST = 0.5
"""How much of a word the owner's boost is."""

SIGNALS_PER_WEEK = 3
SIGNALS_AT_MOST = 0.25
SIGNALS_HALFWAY = 8.0
"""This many signals, capped and decayed, give half of `SIGNALS_AT_MOST`."""


@dataclass(frozen=True, slots=True)
class Score:
    """`parts` are named factors; their product is `value`."""

    person: PersonId
    value: float
    parts: Mapping[str, float]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Scale:
    """The parameters that all scores of an owner share.

    `today` is the owner's day; `half_life` is in days; `weights` are factors for the talk of
    watched accounts (1 if missing); `rounds` are the roots of threads with many people.
    """

    today: date
    half_life: float
    weights: Mapping[AccountKey, float]
    rounds: frozenset[str] = frozenset()


def scale(
    tallies: Iterable[Tally],
    *,
    today: date,
    weights: Mapping[AccountKey, float],
    exchanges: Iterable[Exchange] = (),
) -> Scale:
    """The scale for an owner's history; its half-life is a quarter of it, 3 to 90 days."""
    oldest = min((tally.day for tally in tallies), default=today)
    history = (today - oldest).days
    half_life = min(max(history / HALF_LIVES_IN_HISTORY, SHORTEST_HALF_LIFE), LONGEST_HALF_LIFE)
    return Scale(today, half_life, weights, rounds(exchanges))


def score(  # noqa: PLR0913 (what a score is made of)
    person: PersonId,
    tallies: Sequence[Tally],
    exchanges: Sequence[Exchange],
    scale: Scale,
    separations: Collection[Separation] = (),
    *,
    parts: Mapping[str, float] | None = None,
) -> Score:
    """Score one person from the tallies and exchanges of all of their accounts.

    `parts` are those of `parts_of`, where they are known already.
    """
    parts = parts or parts_of(tallies, scale)
    return Score(
        person=person,
        value=math.prod(parts.values()),
        parts=parts,
        evidence=evidence_of(exchanges, tallies, scale.rounds, separations),
    )


def parts_of(tallies: Iterable[Tally], scale: Scale) -> Mapping[str, float]:
    """The parts of one person's score, from the tallies of all of their accounts."""
    talk: defaultdict[date, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    signals: defaultdict[date, int] = defaultdict(int)
    for tally in tallies:
        # A day in the future, from a wrong clock, counts as today.
        day = min(tally.day, scale.today)
        weight = scale.weights.get(tally.watched, 1.0)
        if weight and (tally.out_talk or tally.in_talk or tally.out_boost):
            sums = talk[day]
            sums[0] += weight * tally.out_talk
            sums[1] += weight * tally.in_talk
            sums[2] += weight * A_BOOST * tally.out_boost
        if tally.out_signal or tally.in_signal:
            signals[week_of(day)] += tally.out_signal + tally.in_signal
    return {**_talk_parts(talk, scale), "signals": _signals_part(signals, scale)}


def _talk_parts(talk: Mapping[date, Sequence[float]], scale: Scale) -> dict[str, float]:
    outgoing = incoming = 0.0
    days = []
    for day in sorted(talk):
        said, heard, passed_on = talk[day]
        left = _left(day, scale)
        outgoing += left * math.log2(1 + said + passed_on)
        incoming += left * math.log2(1 + heard)
        if said or heard:
            days.append(day)
    weeks = len({week_of(day) for day in days})
    span = (days[-1] - days[0]).days + 1 if days else 0
    silence = (scale.today - days[-1]).days if days else math.inf
    return {
        "outgoing": math.sqrt(FLOOR + outgoing),
        "incoming": math.sqrt(FLOOR + incoming),
        "occasions": math.sqrt(math.sqrt(len(days) * weeks)),
        "span": math.sqrt(span),
        "recency": 1 / math.sqrt(1 + silence / scale.half_life),
    }


def _signals_part(signals: Mapping[date, int], scale: Scale) -> float:
    clicks = sum(
        _left(week, scale) * min(count, SIGNALS_PER_WEEK) for week, count in signals.items()
    )
    return 1 + SIGNALS_AT_MOST * clicks / (clicks + SIGNALS_HALFWAY)


def _left(day: date, scale: Scale) -> float:
    """The weight of a day's acts after decay, 1 for today."""
    return math.exp2(-(scale.today - day).days / scale.half_life)
