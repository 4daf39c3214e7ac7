"""Conversion of the domain's records to rows: a field goes into the column of its name."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row, Table

Record = TypeVar("Record")


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
    found = row._mapping  # noqa: SLF001 (public, see https://docs.sqlalchemy.org: Row._mapping)
    return kind(
        **{name: found[name] for name in field_names(kind) if name not in more and name in found},
        **more,
    )
