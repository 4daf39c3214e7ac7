"""Blocks and mutes between the owner and somebody, and the exchanges that ended in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.talk.exchange import Exchange

AFTERMATH: Final = timedelta(days=7)
"""An exchange ended in a separation if its last post is at most this much older."""


@dataclass(frozen=True, slots=True)
class Separation:
    """A time (UTC) in which every check of the relationship showed a block or a mute.

    What happened before the first check, or between two checks, is unknown.
    """

    since: datetime
    until: datetime


def separation(
    before: Separation | None, *, was_apart: bool, is_apart: bool, at: datetime
) -> Separation | None:
    """The latest separation after a check of the relationship at `at`.

    `was_apart` is the result of the previous check, `before` the latest separation then.
    """
    if not is_apart:
        return before
    if was_apart and before is not None:
        return replace(before, until=at)
    return Separation(at, at)


def broken_off(
    exchanges: Sequence[Exchange], separations: Iterable[Separation]
) -> frozenset[Exchange]:
    """A person's exchanges that ended in a separation: the last one shortly before each."""
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
