"""Column types: what the domain's values look like in a STRICT table.

STRICT tables take INTEGER, REAL, TEXT and BLOB alone, so that a wrong type is an error and
not a surprise later. Instants are text that sorts as time does.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.identity import AccountKey, NetworkName

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

Member = TypeVar("Member", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, as ISO 8601 in UTC with microseconds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write it; a naive datetime is a defect, not a guess."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} has no time zone"
            raise ValueError(message)
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A date, as ISO 8601."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write it."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read it."""
        del dialect
        return None if value is None else date.fromisoformat(value)


class Key(TypeDecorator[AccountKey]):
    """An account key, as `network:id`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: AccountKey | None, dialect: Dialect) -> str | None:
        """Write it."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> AccountKey | None:
        """Read it."""
        del dialect
        return None if value is None else _key(value)


# A log names the same few hundred accounts in every row.
@lru_cache(maxsize=16_384)
def _key(text: str) -> AccountKey:
    network, _, name = text.partition(":")
    return AccountKey(NetworkName(network), name)


class Word(TypeDecorator[Member], Generic[Member]):
    """A member of an enumeration, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[Member]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Member | None, dialect: Dialect) -> str | None:
        """Write it."""
        del dialect
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Member | None:
        """Read it."""
        del dialect
        return None if value is None else self.words(value)


class YesNo(TypeDecorator[bool]):
    """A truth value, as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001 (SQLAlchemy's signature)
        """Write it."""
        del dialect
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Read it."""
        del dialect
        return None if value is None else bool(value)


class Json(TypeDecorator[object]):
    """Lists and mappings of text, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write it."""
        del dialect
        return (
            None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """Read it."""
        del dialect
        return None if value is None else json.loads(value)
