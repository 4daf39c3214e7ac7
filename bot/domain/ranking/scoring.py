"""How much talk there is between the owner and a person, as a product of named factors.

Reciprocal exchange that lasts is what the formula looks for::

    value = outgoing · incoming · occasions · span · recency · signals

    outgoing, incoming = √(¼ + Σ over days of 2^(-age / half-life) · log₂(1 + talk of that day))
    occasions          = √√(days with talk · weeks with talk)
    span               = √(days from the first talk to the last, both counted)
    recency            = 1 / √(1 + days since the last talk / half-life)
    signals            = 1 … 1.25, from likes, boosts and follows, capped per week

A product of both directions, so that a monologue scores low however long it is; talk of one
day in a logarithm, so that forty replies in one evening are one conversation; occasions, of
which ten days in ten weeks are more than ten days in one, and their span, as ties that last
are spread over time; recency, as ties end. Tallies go in, the log is never read. What stands
behind each factor, and what was measured, is in `docs/scoring.md`.
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
"""Talk fades by half within a quarter of the history: within three months of a year."""
SHORTEST_HALF_LIFE = 3.0
LONGEST_HALF_LIFE = 90.0
FLOOR = 0.25
"""What stands in for talk in a direction that has none."""

SIGNALS_PER_WEEK = 3
SIGNALS_AT_MOST = 0.25
SIGNALS_HALFWAY = 8.0
"""So many (capped, faded) signals give half of `SIGNALS_AT_MOST`."""


@dataclass(frozen=True, slots=True)
class Score:
    """`parts` are named factors; their product is `value`."""

    person: PersonId
    value: float
    parts: Mapping[str, float]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Scale:
    """What one owner's scores have in common.

    `today` is the owner's day, `half_life` in days, `weights` the factor by which each
    watched account's talk counts (1 where it is not named), `rounds` the roots of threads in
    which the owner talks with many.
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
    """The scale that fits an owner's history: talk fades with a quarter of it, 3 to 90 days."""
    oldest = min((tally.day for tally in tallies), default=today)
    history = (today - oldest).days
    half_life = min(max(history / HALF_LIVES_IN_HISTORY, SHORTEST_HALF_LIFE), LONGEST_HALF_LIFE)
    return Scale(today, half_life, weights, rounds(exchanges))


def score(
    person: PersonId,
    tallies: Sequence[Tally],
    exchanges: Sequence[Exchange],
    scale: Scale,
    separations: Collection[Separation] = (),
) -> Score:
    """Score one person from the tallies and exchanges of all of their accounts."""
    parts = parts_of(tallies, scale)
    return Score(
        person=person,
        value=math.prod(parts.values()),
        parts=parts,
        evidence=evidence_of(exchanges, tallies, scale.rounds, separations),
    )


def parts_of(tallies: Iterable[Tally], scale: Scale) -> Mapping[str, float]:
    """The parts of one person's score, from the tallies of all of their accounts."""
    talk: defaultdict[date, list[float]] = defaultdict(lambda: [0.0, 0.0])
    signals: defaultdict[date, int] = defaultdict(int)
    for tally in tallies:
        # A day of the future (a clock that ran ahead) counts as today.
        day = min(tally.day, scale.today)
        weight = scale.weights.get(tally.watched, 1.0)
        if weight and (tally.out_talk or tally.in_talk):
            both = talk[day]
            both[0] += weight * tally.out_talk
            both[1] += weight * tally.in_talk
        if tally.out_signal or tally.in_signal:
            signals[week_of(day)] += tally.out_signal + tally.in_signal
    return {**_talk_parts(talk, scale), "signals": _signals_part(signals, scale)}


def _talk_parts(talk: Mapping[date, Sequence[float]], scale: Scale) -> dict[str, float]:
    days = sorted(talk)
    weeks = len({week_of(day) for day in days})
    outgoing = incoming = 0.0
    for day in days:
        said, heard = talk[day]
        left = _left(day, scale)
        outgoing += left * math.log2(1 + said)
        incoming += left * math.log2(1 + heard)
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
    """What is left today of an act of that day."""
    return math.exp2(-(scale.today - day).days / scale.half_life)
