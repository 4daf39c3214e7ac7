"""How long things are kept: the one place for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.schedule import Period, Unit

TEXT: Final = Period(30, Unit.DAY)
INTERACTIONS: Final = Period(24, Unit.MONTH)
PLACES: Final = Period(6, Unit.MONTH)


def span(period: Period) -> timedelta:
    """A period as a time: 12 months are 365 days."""
    if period.unit is Unit.MONTH:
        return timedelta(days=period.count * 365 // 12)
    return timedelta(days=period.count * (7 if period.unit is Unit.WEEK else 1))


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept.

    `text` is the age up to which the text of a post is kept; older text of a back-fill is not
    stored. `interactions` is the age up to which interactions without text, their tallies and
    exchanges are kept. `places`: where a profile says that somebody lives is relied on for so long
    after it was last seen.
    """

    text: timedelta
    interactions: timedelta
    places: timedelta


DEFAULT: Final = Retention(span(TEXT), span(INTERACTIONS), span(PLACES))
