"""Compare two people's scores: the factors that differ most, and the figures behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.talk.tally import week_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain.ranking.scoring import Score
    from bot.domain.talk.tally import Tally

NAMED: Final = 3
"""How many factors are named for each side at most."""
MOST_OF_IT: Final = 0.8
"""Stop naming factors once they explain this share of the difference."""
SLIGHT: Final = 0.1
"""Factors below this share of the largest difference are not named."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts about the talk with one person. `span` and `silence` are in days.

    `said` and `heard` are acts of talk; `silence` is `None` if there was no talk at all.
    """

    said: int
    heard: int
    days: int
    weeks: int
    span: int
    silence: int | None
    signals: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The name of a factor, and the ratio of the larger to the smaller value: above 1."""

    part: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The factors in favour of the first of two, and of the second, most important first."""

    for_first: tuple[Difference, ...]
    for_second: tuple[Difference, ...]


def figures_of(tallies: Sequence[Tally], today: date) -> Figures:
    """Count the talk in one person's tallies."""
    days = sorted({min(tally.day, today) for tally in tallies if tally.out_talk or tally.in_talk})
    return Figures(
        said=sum(tally.out_talk for tally in tallies),
        heard=sum(tally.in_talk for tally in tallies),
        days=len(days),
        weeks=len({week_of(day) for day in days}),
        span=(days[-1] - days[0]).days + 1 if days else 0,
        silence=(today - days[-1]).days if days else None,
        signals=sum(tally.out_signal + tally.in_signal for tally in tallies),
    )


def compare(first: Score, second: Score) -> Comparison:
    """Compare two scores factor by factor; both have the same factors, and none is 0."""
    logs = {
        part: math.log(value) - math.log(second.parts[part]) for part, value in first.parts.items()
    }
    worth_a_word = SLIGHT * max((abs(log) for log in logs.values()), default=0.0)
    return Comparison(
        _most(logs, worth_a_word), _most({part: -log for part, log in logs.items()}, worth_a_word)
    )


def _most(logs: dict[str, float], worth_a_word: float) -> tuple[Difference, ...]:
    """The largest positive differences, until they explain `MOST_OF_IT` of their sum."""
    above = sorted(((log, part) for part, log in logs.items() if log > 0), reverse=True)
    total, so_far, found = sum(log for log, _ in above), 0.0, []
    for log, part in above[:NAMED]:
        if so_far >= MOST_OF_IT * total or log < worth_a_word:
            break
        so_far += log
        found.append(Difference(part, math.exp(log)))
    return tuple(found)
