"""Column types: what the domain's values look like in a table.

SQLite's STRICT tables take INTEGER, REAL, TEXT and BLOB alone, so that a wrong type is an error and
not a surprise later. Instants are text that sorts as time does.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import Integer
from sqlalchemy import Text as AnyText
from sqlalchemy.types import TypeDecorator

from bot.domain.people.identity import AccountKey, Flag, NetworkName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Dialect

_EARLIEST: Final = "1970-01-01T00:00:00.000000Z"
Member = TypeVar("Member", bound=StrEnum)

Text: Final = AnyText().with_variant(AnyText(collation="C"), "postgresql")
"""Text that is compared byte by byte, whatever the database's language."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, as ISO 8601 in UTC with microseconds.

    Raises:
        ValueError: a datetime is naive: that is a defect, not a guess.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} has no time zone"
            raise ValueError(message)
        return f"{value.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        # Impossible dates that an earlier version stored are read as 1970.
        return None if value is None else datetime.fromisoformat(max(value, _EARLIEST))


class Day(TypeDecorator[date]):
    """A date, as ISO 8601."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


@lru_cache(maxsize=16_384)
def key_of(text: str) -> AccountKey:
    """The key that `str` gave this text for; cached, as the log repeats few keys in many rows."""
    network, _, name = text.partition(":")
    return AccountKey(NetworkName(network), name)


class Key(TypeDecorator[AccountKey]):
    """An account key, as `network:id`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: AccountKey | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> AccountKey | None:
        return None if value is None else key_of(value)


class Word(TypeDecorator[Member], Generic[Member]):
    """A member of an enumeration, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[Member]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Member | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Member | None:
        return None if value is None else self.words(value)


class YesNo(TypeDecorator[bool]):
    """A truth value, as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001 (a cell)
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """Lists and mappings of text, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401 (JSON)
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dict)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 (JSON)
        # Of most rows it is empty, and to read JSON takes time.
        if value == "[]":
            return self.understood([])
        if value == "{}":
            return self.understood({})
        return None if value is None else self.understood(json.loads(value))

    def understood(self, value: Any) -> Any:  # noqa: ANN401 (JSON)
        """The value of the domain that stands for this JSON value."""
        return value


class Texts(Json):
    """A tuple of texts, as JSON."""

    cache_ok = True

    def understood(self, value: Iterable[str]) -> tuple[str, ...]:
        return tuple(value)


class Pairs(Json):
    """A tuple of pairs of text, as JSON."""

    cache_ok = True

    def understood(self, value: Iterable[list[str]]) -> tuple[tuple[str, ...], ...]:
        return tuple(map(tuple, value))


class Flags(Json):
    """The flags of an account, as JSON in their order."""

    cache_ok = True

    def process_bind_param(self, value: frozenset[Flag] | None, dialect: Dialect) -> str | None:
        return super().process_bind_param(sorted(value or ()), dialect)

    def understood(self, value: Iterable[str]) -> frozenset[Flag]:
        return frozenset(map(Flag, value))
