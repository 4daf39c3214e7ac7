"""Conversion of the domain's records to rows: a field goes into the column of its name."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import CursorResult, Row, Table

Record = TypeVar("Record")
Tuple = TypeVar("Tuple", bound="tuple[Any, ...]")


@lru_cache
def field_names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 (a class)
    """The fields of a dataclass or named tuple."""
    named: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return named or tuple(field.name for field in fields(kind))


def values_of(record: object, table: Table) -> dict[str, Any]:
    """The record's fields for which the table has columns, by name."""
    kind: Any = type(record)
    return {name: getattr(record, name) for name in field_names(kind) if name in table.c}


def record_of(kind: Callable[..., Record], row: Row[*tuple[Any, ...]], **more: object) -> Record:
    """The record that a row holds; `more` are the fields for which it has no columns."""
    found: dict[str, object] = {name: row[place] for name, place in _places(kind, row._fields)}
    return kind(**found | more)


def tuples_of(kind: type[Tuple], rows: CursorResult[*tuple[Any, ...]]) -> list[Tuple]:
    """The named tuples that these rows hold, with a column for each field.

    As `record_of`, in a third of the time: a list of people reads tens of thousands.
    """
    places = {name: place for place, name in enumerate(rows.keys())}
    cells = itemgetter(*(places[name] for name in field_names(kind)))
    return [tuple.__new__(kind, cells(row)) for row in rows.all()]


@lru_cache
def _places(kind: Any, columns: tuple[str, ...]) -> tuple[tuple[str, int], ...]:  # noqa: ANN401 (a class)
    """Which fields of a record are columns of a row, and where they stand in it."""
    return tuple((name, columns.index(name)) for name in field_names(kind) if name in columns)
