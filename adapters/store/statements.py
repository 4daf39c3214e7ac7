"""The few statements that differ from database to database, and long lists in parts."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.ext.asyncio import AsyncConnection

    Insert: TypeAlias = postgresql.Insert | sqlite.Insert

Item = TypeVar("Item")

CHUNK: Final = 500
"""So many variables in one statement; a small SQLite takes 999."""
PAIRS: Final = CHUNK // 2
"""So many pairs, where a statement has a list of the first of each and one of the second."""


@lru_cache
def insert_or_replace(table: Table, database: str) -> Insert:
    """An upsert: it replaces the row with the same primary key.

    `database` is the name of the dialect: `sqlite` or `postgresql`.
    """
    return _upsert(table, database, lambda _, new: new)


@lru_cache
def insert_or_add(table: Table, database: str) -> Insert:
    """An insert whose numbers are added to those of the row with the same primary key."""
    return _upsert(table, database, lambda old, new: old + new)


@lru_cache
def insert_if_missing(table: Table, database: str) -> Insert:
    """An insert that leaves alone what is there."""
    return _insert(table, database).on_conflict_do_nothing()


async def hold(connection: AsyncConnection, what: str) -> None:
    """Serialise transactions that hold the same name. SQLite serialises all that write."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(lock_number(what))))


def lock_number(what: str) -> int:
    """The number by which PostgreSQL knows an advisory lock."""
    digest = blake2b(f"terrasse {what}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _insert(table: Table, database: str) -> Insert:
    # Only the database in use is imported, as SQLAlchemy does it: PostgreSQL's takes 25 ms.
    insert: Insert = import_module(f"sqlalchemy.dialects.{database}").insert(table)
    return insert


def _upsert(
    table: Table,
    database: str,
    value: Callable[[ColumnElement[int], ColumnElement[int]], ColumnElement[int]],
) -> Insert:
    statement = _insert(table, database)
    values = {
        column.name: value(column, statement.excluded[column.name])
        for column in table.c
        if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=[*table.primary_key], set_=values)


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
