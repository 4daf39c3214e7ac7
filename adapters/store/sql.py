"""The few statements that differ from database to database, in one place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy.dialects.sqlite import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Table
    from sqlalchemy.dialects.sqlite import Insert

Item = TypeVar("Item")

CHUNK: Final = 300
"""So many tuples of three stay below the 999 variables that a small SQLite takes."""


def insert_or_replace(table: Table) -> Insert:
    """An insert that takes the place of the row with the same primary key."""
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=[*table.primary_key],
        set_={
            column.name: statement.excluded[column.name]
            for column in table.c
            if not column.primary_key
        },
    )


def insert_if_missing(table: Table) -> Insert:
    """An insert that leaves alone what is there."""
    return insert(table).on_conflict_do_nothing()


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
