"""What puts one person before another: the factors that differ most, and the figures to them."""

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
"""At most so many factors are named for each side."""
MOST_OF_IT: Final = 0.8
"""What names this much of the difference says enough."""
SLIGHT: Final = 0.1
"""Less than this part of the difference is not worth a word."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be counted of the talk with one person. `span` and `silence` are in days.

    `said` and `heard` are acts of talk, `silence` is `None` where there was never any.
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
    """A factor by its name, and how many times the one's is the other's: above 1."""

    part: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for the first of two, and what for the second, most important first."""

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
    """Set two scores side by side, factor by factor; both have the same and none that is 0."""
    logs = {
        part: math.log(value) - math.log(second.parts[part]) for part, value in first.parts.items()
    }
    worth_a_word = SLIGHT * max((abs(log) for log in logs.values()), default=0.0)
    return Comparison(
        _most(logs, worth_a_word),
        _most({part: -log for part, log in logs.items()}, worth_a_word),
    )


def _most(logs: dict[str, float], worth_a_word: float) -> tuple[Difference, ...]:
    """The largest that are above 0, until they make most of it."""
    above = sorted(((log, part) for part, log in logs.items() if log > 0), reverse=True)
    total, so_far, found = sum(log for log, _ in above), 0.0, []
    for log, part in above[:NAMED]:
        if so_far >= MOST_OF_IT * total or log < worth_a_word:
            break
        so_far += log
        found.append(Difference(part, math.exp(log)))
    return tuple(found)
