"""A block or a mute between the owner and somebody, and the exchange that ended in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.talk.exchange import Exchange

AFTERMATH: Final = timedelta(days=7)
"""The exchange before a separation ended in it if its last word fell no longer before."""


@dataclass(frozen=True, slots=True)
class Separation:
    """From when to when (UTC) servers told, without a break, that one keeps the other away.

    Whatever came before it was asked about, or between two questions, is not known.
    """

    since: datetime
    until: datetime


def separation(
    before: Separation | None, *, was_apart: bool, is_apart: bool, at: datetime
) -> Separation | None:
    """The latest separation, after a server has told at `at` how two stand.

    `was_apart` is what it told the last time, and `before` the latest separation then.
    """
    if not is_apart:
        return before
    if was_apart and before is not None:
        return replace(before, until=at)
    return Separation(at, at)


def broken_off(
    exchanges: Sequence[Exchange], separations: Iterable[Separation]
) -> frozenset[Exchange]:
    """Those of one person's exchanges that ended in a separation: the last one before each."""
    return frozenset(
        max(shortly_before, key=lambda exchange: exchange.last)
        for apart in separations
        if (
            shortly_before := [
                exchange
                for exchange in exchanges
                if timedelta(0) <= apart.since - exchange.last <= AFTERMATH
            ]
        )
    )
