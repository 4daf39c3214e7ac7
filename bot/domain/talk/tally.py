"""Tallies: talk and signals counted per day, the input of scoring."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.talk.interaction import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from bot.domain.people.identity import AccountKey, OwnerId
    from bot.domain.talk.interaction import Interaction

DAY_STARTS = 4
"""The hour, local time. An evening's talk past midnight belongs to the same day."""
_A_DAY = timedelta(days=1)

_COLUMN = {
    (kind, outgoing): 2 * kind.is_signal + (not outgoing)
    for kind in Kind
    for outgoing in (True, False)
    if kind.is_talk or kind.is_signal
} | {(Kind.BOOST, True): 4}
"""The column in which an act is counted, by its kind and whether it is the owner's."""


class Tally(NamedTuple):
    """Counts of the acts between a watched account and another account on one day.

    `out_signal` counts the owner's likes and follows, `out_boost` their boosts; `in_signal` counts
    all three. A tuple for speed, as a list of people needs tens of thousands.
    """

    owner: OwnerId
    watched: AccountKey
    account: AccountKey
    day: date
    out_talk: int = 0
    in_talk: int = 0
    out_signal: int = 0
    in_signal: int = 0
    out_boost: int = 0


def tally_key(row: Tally) -> tuple[AccountKey, AccountKey, date]:
    """The key of a tally, unique for an owner."""
    return row.watched, row.account, row.day


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The owner's day that holds `at`: the local date, changing at 04:00 local time."""
    local = at.astimezone(zone)
    return local.date() if local.hour >= DAY_STARTS else local.date() - _A_DAY


# Cached, as a list of people asks for the same few hundred days.
@lru_cache(maxsize=4_096)
def week_of(day: date) -> date:
    """The ISO week of a day, as its Monday."""
    return day - timedelta(days=day.weekday())


def tally(interactions: Iterable[Interaction], zone: ZoneInfo) -> list[Tally]:
    """Count interactions (each natural key once) per watched account, account and day.

    Copied handles have no weight: a day with nothing else has no tally.
    """
    counts: dict[tuple[OwnerId, AccountKey, AccountKey, date], list[int]] = {}
    for interaction in interactions:
        outgoing = interaction.outgoing
        column = _COLUMN.get((interaction.kind, outgoing))
        if column is None:
            continue
        other = interaction.target if outgoing else interaction.actor
        cell = (interaction.owner, interaction.watched, other, day_of(interaction.at, zone))
        counts.setdefault(cell, [0, 0, 0, 0, 0])[column] += 1
    return [Tally(*cell, *numbers) for cell, numbers in counts.items()]
