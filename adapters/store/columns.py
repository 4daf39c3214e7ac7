"""Column types: what the domain's values look like in a STRICT table.

STRICT tables take INTEGER, REAL, TEXT and BLOB alone, so that a wrong type is an error and
not a surprise later. Instants are text that sorts as time does.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.identity import AccountKey, NetworkName

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect

    Convert = Callable[[Any], Any]

_EARLIEST: Final = "1970-01-01T00:00:00.000000Z"
Value = TypeVar("Value")
Member = TypeVar("Member", bound=StrEnum)


class _Cell(TypeDecorator[Value]):
    """A type of two functions: one writes a value, the other reads it; `None` stays `None`.

    They are called as they are, for every cell of every row.
    """

    write: Convert
    read: Convert

    def bind_processor(self, dialect: Dialect) -> Convert:
        """What writes a value."""
        del dialect
        return self.write

    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        """What reads one."""
        del dialect, coltype
        return self.read


def _instant_text(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        message = f"{at} has no time zone"
        raise ValueError(message)
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return f"{utc.isoformat(timespec='microseconds')[:-6]}Z"  # without its +00:00


def _instant(text: str | None) -> datetime | None:
    # What a version before 0.2 took for a date of year 1 must not stop a reader for ever.
    return None if text is None else datetime.fromisoformat(max(text, _EARLIEST))


class Instant(_Cell[datetime]):
    """An aware datetime, as ISO 8601 in UTC with microseconds.

    Raises:
        ValueError: a datetime is naive: that is a defect, not a guess.
    """

    impl = Text
    cache_ok = True
    write = staticmethod(_instant_text)
    read = staticmethod(_instant)


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@lru_cache(maxsize=4_096)
def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Day(_Cell[date]):
    """A date, as ISO 8601."""

    impl = Text
    cache_ok = True
    write = staticmethod(_day_text)
    read = staticmethod(_day)


# A log names the same few hundred accounts in every row.
@lru_cache(maxsize=16_384)
def key_text(key: AccountKey | None) -> str | None:
    """`network:id`."""
    return None if key is None else str(key)


@lru_cache(maxsize=16_384)
def _key(text: str | None) -> AccountKey | None:
    if text is None:
        return None
    network, _, name = text.partition(":")
    return AccountKey(NetworkName(network), name)


class Key(_Cell[AccountKey]):
    """An account key, as `network:id`."""

    impl = Text
    cache_ok = True
    write = staticmethod(key_text)
    read = staticmethod(_key)


class Word(_Cell[Member], Generic[Member]):
    """A member of an enumeration, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[Member]) -> None:
        super().__init__()
        self.words = words
        texts: dict[Member | None, str | None] = {None: None}
        texts |= {word: word.value for word in words}
        self.write = texts.__getitem__
        self.read = lambda text: None if text is None else words(text)


def _yes_no_number(yes: bool | None) -> int | None:  # noqa: FBT001 (it is a cell)
    return None if yes is None else int(yes)


def _yes_no(number: int | None) -> bool | None:
    return None if number is None else bool(number)


class YesNo(_Cell[bool]):
    """A truth value, as 0 or 1."""

    impl = Integer
    cache_ok = True
    write = staticmethod(_yes_no_number)
    read = staticmethod(_yes_no)


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# The same few languages stand in every row.
_tuple_text = lru_cache(maxsize=1_024)(_encoded)


def _json_text(value: object) -> str | None:
    if value is None:
        return None
    return _tuple_text(value) if isinstance(value, tuple) else _encoded(value)


def _json(text: str | None) -> object:
    return None if text is None else json.loads(text)


class Json(_Cell[object]):
    """Lists and mappings of text, as JSON."""

    impl = Text
    cache_ok = True
    write = staticmethod(_json_text)
    read = staticmethod(_json)
