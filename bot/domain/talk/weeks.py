"""Talk with a person, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.talk.tally import week_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.talk.tally import Tally

SHOWN: Final = 26
"""Half a year, in weeks."""


@dataclass(frozen=True, slots=True)
class Week:
    """Acts of talk in an ISO week: from the owner (`said`), and from the other (`heard`)."""

    monday: date
    said: int = 0
    heard: int = 0


def weeks_until(today: date, tallies: Iterable[Tally], how_many: int = SHOWN) -> list[Week]:
    """The weeks up to the one that holds `today`, oldest first, weeks without talk included."""
    said: dict[date, int] = {}
    heard: dict[date, int] = {}
    for tally in tallies:
        week = week_of(min(tally.day, today))
        said[week] = said.get(week, 0) + tally.out_talk
        heard[week] = heard.get(week, 0) + tally.in_talk
    mondays = [week_of(today) - timedelta(weeks=back) for back in reversed(range(how_many))]
    return [Week(monday, said.get(monday, 0), heard.get(monday, 0)) for monday in mondays]
