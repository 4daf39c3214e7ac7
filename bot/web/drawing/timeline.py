"""Talk with somebody over time: what the owner wrote above a line, what they wrote below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.domain.talk.weeks import Week

WIDTH: Final = 676
HEIGHT: Final = 292
UPPER: Final = 128
"""Where the bars of the owner stand."""
LOWER: Final = 146
"""Where those of the other hang."""
MIDDLE: Final = (UPPER + LOWER) / 2
TALLEST: Final = 120.0
_GAP: Final = 2.0
_SMALLEST: Final = 3.0
_LARGEST: Final = 7.0
_MANY: Final = 12
"""An exchange of so many posts is drawn largest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A week in which somebody wrote `posts`."""

    x: float
    y: float
    width: float
    height: float
    posts: int
    monday: date


@dataclass(frozen=True, slots=True)
class Dot:
    """An exchange that began on a day."""

    x: float
    radius: float
    day: date


@dataclass(frozen=True, slots=True)
class Tick:
    """The first week that begins in a month."""

    x: float
    month: date
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """`peak` is the most that one of the two wrote in a week."""

    said: tuple[Bar, ...]
    heard: tuple[Bar, ...]
    exchanges: tuple[Dot, ...]
    months: tuple[Tick, ...]
    peak: int


def timeline(weeks: Sequence[Week], exchanges: Iterable[tuple[date, int]]) -> Timeline:
    """The drawing of these weeks, oldest first, and of the exchanges in them.

    Each of `exchanges` is the day on which it began and the number of its posts.
    """
    step = WIDTH / max(len(weeks), 1)
    peak = max((max(week.said, week.heard) for week in weeks), default=0)
    said: list[Bar] = []
    heard: list[Bar] = []
    for number, week in enumerate(weeks):
        x, width = round(number * step + _GAP / 2, 1), round(step - _GAP, 1)
        for posts, bars, is_upper in ((week.said, said, True), (week.heard, heard, False)):
            if posts:
                height = max(2.0, round(TALLEST * posts / peak, 1))
                y = round(UPPER - height, 1) if is_upper else float(LOWER)
                bars.append(Bar(x, y, width, height, posts, week.monday))
    first = weeks[0].monday if weeks else None
    dots = [
        Dot(round(min((day - first).days / 7 * step, WIDTH), 1), _radius(posts), day)
        for day, posts in exchanges
        if first is not None and day >= first
    ]
    return Timeline(tuple(said), tuple(heard), tuple(dots), _months(weeks, step), peak)


def _radius(posts: int) -> float:
    return _SMALLEST + (_LARGEST - _SMALLEST) * min(posts, _MANY) / _MANY


def _months(weeks: Sequence[Week], step: float) -> tuple[Tick, ...]:
    found: list[Tick] = []
    for number, week in enumerate(weeks):
        if week.monday.day <= 7:  # noqa: PLR2004 (days of a week)
            found.append(Tick(round(number * step, 1), week.monday, len(found) % 2 == 1))
    return tuple(found)
