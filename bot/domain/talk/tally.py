"""Talk and signals counted per day: what scoring reads."""

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
"""The hour. A day lasts until four in the morning, local time: an evening's talk is one day's."""
_A_DAY = timedelta(days=1)

_COLUMN = {kind: 0 if kind.is_talk else 2 for kind in Kind if kind.is_talk or kind.is_signal}
"""The count that an outgoing act of a kind goes to; an incoming one's is beside it."""


class Tally(NamedTuple):
    """One day between a watched account and another account, as counts of acts.

    A tuple, as a list of people is made from tens of thousands.
    """

    owner: OwnerId
    watched: AccountKey
    account: AccountKey
    day: date
    out_talk: int = 0
    in_talk: int = 0
    out_signal: int = 0
    in_signal: int = 0


def tally_key(row: Tally) -> tuple[AccountKey, AccountKey, date]:
    """What there is one tally of, for an owner."""
    return row.watched, row.account, row.day


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The owner's day on which `at` falls: their local date, begun at 04:00."""
    # Wall-clock arithmetic on purpose: a day starts when the clock on the wall says four.
    local = at.astimezone(zone)
    return local.date() if local.hour >= DAY_STARTS else local.date() - _A_DAY


# A list asks for the same few hundred days again and again.
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
        column = _COLUMN.get(interaction.kind)
        if column is None:
            continue
        outgoing = interaction.outgoing
        other = interaction.target if outgoing else interaction.actor
        cell = (interaction.owner, interaction.watched, other, day_of(interaction.at, zone))
        counts.setdefault(cell, [0, 0, 0, 0])[column + (not outgoing)] += 1
    return [Tally(*cell, *numbers) for cell, numbers in counts.items()]
