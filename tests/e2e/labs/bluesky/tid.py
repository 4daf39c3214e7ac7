"""Timestamp identifiers, the keys of records: https://atproto.com/specs/tid."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_CLOCK_BITS = 10

CLOCKS = 1 << _CLOCK_BITS
"""How many writers may share a microsecond."""


def tid(at: datetime, clock: int) -> str:
    """The identifier of an instant, by one of `CLOCKS` writers."""
    number = (int(at.timestamp() * 1_000_000) << _CLOCK_BITS) | clock
    letters = (_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return "".join(letters)
