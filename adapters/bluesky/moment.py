"""Times as records and record keys write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.dating import sane

_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"
_TID_LENGTH: Final = 13
_CLOCK_BITS: Final = 10
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: str) -> datetime | None:
    """What an ISO 8601 date and time says, in UTC; `None` for anything else, as year 1.

    A time without a zone is taken for UTC: the lexicon forbids it, and apps write it.
    """
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is not UTC:
            read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return sane(read)


def tid_instant(rkey: str) -> datetime | None:
    """When a record key was made, by its maker's clock (https://atproto.com/specs/tid)."""
    if len(rkey) != _TID_LENGTH or not set(rkey) <= set(_DIGITS):
        return None
    number = 0
    for letter in rkey:
        number = number << 5 | _DIGITS.index(letter)
    try:
        return sane(_EPOCH + timedelta(microseconds=number >> _CLOCK_BITS))
    except OverflowError:
        return None


def written(at: datetime) -> str:
    """An instant as atproto writes it, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tid(at: datetime, clock: int = 0) -> str:
    """A record key for an instant, by one of 1,024 writers."""
    number = (at - _EPOCH) // timedelta(microseconds=1) << _CLOCK_BITS | clock
    shifts = range(5 * (_TID_LENGTH - 1), -1, -5)
    return "".join(_DIGITS[number >> shift & 31] for shift in shifts)
