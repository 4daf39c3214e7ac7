"""The few statements that differ from database to database, in one place."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import func, literal_column
from sqlalchemy.dialects.sqlite import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import FromClause, Function, Table
    from sqlalchemy.dialects.sqlite import Insert

Item = TypeVar("Item")

CHUNK: Final = 500
"""So many variables in one statement; a small SQLite takes 999."""


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


class Listed:
    """Tuples of text as a table that others can be joined to.

    SQLite does not search an index for `(a, b) IN (VALUES …)`, but scans; for a join it does.
    """

    def __init__(self, tuples: Sequence[tuple[str, ...]]) -> None:
        self._table = func.json_each(json.dumps(tuples)).table_valued("value")

    @property
    def table(self) -> FromClause:
        """What to join."""
        return self._table

    def item(self, number: int) -> Function[Any]:
        """One item of each tuple, as a column."""
        return func.json_extract(self._table.c.value, literal_column(f"'$[{number}]'"))
