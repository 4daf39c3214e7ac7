"""Talk and signals counted per day: what scoring reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from bot.domain.identity import AccountKey, OwnerId
    from bot.domain.interaction import Interaction

DAY_STARTS = timedelta(hours=4)
"""A day lasts until four in the morning, local time: an evening's talk is one day's."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One day between a watched account and another account, as counts of acts."""

    owner: OwnerId
    watched: AccountKey
    account: AccountKey
    day: date
    out_talk: int = 0
    in_talk: int = 0
    out_signal: int = 0
    in_signal: int = 0


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The owner's day on which `at` falls: their local date, begun at 04:00."""
    # Wall-clock arithmetic on purpose: a day starts when the clock on the wall says four.
    return (at.astimezone(zone).replace(tzinfo=None) - DAY_STARTS).date()


def week_of(day: date) -> date:
    """The ISO week of a day, as its Monday."""
    return day - timedelta(days=day.weekday())


def tally(interactions: Iterable[Interaction], zone: ZoneInfo) -> list[Tally]:
    """Count interactions (each natural key once) per watched account, account and day.

    Copied handles have no weight: a day with nothing else has no tally.
    """
    counts: dict[tuple[OwnerId, AccountKey, AccountKey, date], list[int]] = {}
    for one in interactions:
        if one.kind.is_talk:
            column = 0 if one.outgoing else 1
        elif one.kind.is_signal:
            column = 2 if one.outgoing else 3
        else:
            continue
        cell = (one.owner, one.watched, one.other, day_of(one.at, zone))
        counts.setdefault(cell, [0, 0, 0, 0])[column] += 1
    return [Tally(*cell, *numbers) for cell, numbers in counts.items()]
