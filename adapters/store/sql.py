"""The few statements that differ from database to database, in one place."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Text, bindparam, func, literal_column, select
from sqlalchemy.dialects.sqlite import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, FromClause, Function, Table
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


def insert_or_add(table: Table) -> Insert:
    """An insert whose numbers are added to those of the row with the same primary key."""
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=[*table.primary_key],
        set_={
            column.name: column + statement.excluded[column.name]
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


def listed(items: Iterable[object]) -> str:
    """What to bind where a statement has a list: texts, or tuples of texts."""
    return json.dumps(list(items))


def within(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the texts bound as `name`, a list.

    One variable, however long the list is: the statement's text stays the same, and neither
    SQLAlchemy nor the database compiles it anew.
    """
    items = func.json_each(bindparam(name, type_=Text)).table_valued("value")
    return column.in_(select(items.c.value))


class Listed:
    """The tuples of texts bound as `name`, a list, as a table that others can be joined to.

    SQLite does not search an index for `(a, b) IN (VALUES …)`, but scans; for a join it does.
    """

    def __init__(self, name: str) -> None:
        self.table: FromClause = func.json_each(bindparam(name, type_=Text)).table_valued("value")

    def item(self, number: int) -> Function[Any]:
        """One item of each tuple, as a column."""
        return func.json_extract(self.table.c.value, literal_column(f"'$[{number}]'"))
