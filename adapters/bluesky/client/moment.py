"""Times in records and in record keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.dating import sane

_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"
_TID_LENGTH: Final = 13
_CLOCK_BITS: Final = 10
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: str) -> datetime | None:
    """Parse an ISO 8601 date and time, as UTC; `None` if it is invalid or not plausible.

    A time without a zone counts as UTC: the lexicon forbids it, but some apps write it.
    """
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not UTC:
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return sane(at)


def tid_instant(rkey: str) -> datetime | None:
    """The time in a record key, by its author's clock (https://atproto.com/specs/tid)."""
    if len(rkey) != _TID_LENGTH or not set(rkey) <= set(_DIGITS):
        return None
    number = 0
    for digit in rkey:
        number = number << 5 | _DIGITS.index(digit)
    try:
        return sane(_EPOCH + timedelta(microseconds=number >> _CLOCK_BITS))
    except OverflowError:
        return None


def told(at: datetime | None, rkey: str, now: datetime) -> datetime:
    """The server's time for a record, else that of its key, else `now`; never later than `now`."""
    return min(at or tid_instant(rkey) or now, now)


def written(at: datetime) -> str:
    """Format an instant as atproto does, with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tid(at: datetime, clock: int = 0) -> str:
    """A record key for an instant; `clock` (0 to 1,023) keeps keys of the same time apart."""
    number = (at - _EPOCH) // timedelta(microseconds=1) << _CLOCK_BITS | clock
    shifts = range(5 * (_TID_LENGTH - 1), -1, -5)
    return "".join(_DIGITS[number >> shift & 31] for shift in shifts)
