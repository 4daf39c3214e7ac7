"""Statements that are compiled once, and handed to the driver in one piece.

A page of the log takes a dozen statements. By way of SQLAlchemy's connection each of them is
looked up in a cache, and goes to the driver's thread and back four times; that took twice the
time of all that the database had to do.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.dialects.sqlite.aiosqlite import dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.expression import Select, UpdateBase
    from sqlalchemy.types import TypeEngine

    Convert = Callable[[Any], Any]

_DIALECT: Final = dialect()


class Prepared:
    """A statement whose text does not depend on its values.

    Args:
        statement: all its values are bound by name.
        columns: those that an insert fills.
    """

    def __init__(
        self, statement: Select[*tuple[Any, ...]] | UpdateBase, columns: Sequence[str] | None = None
    ) -> None:
        self._statement = statement
        self._columns = columns

    @cached_property
    def sql(self) -> str:
        """The statement as the driver takes it."""
        return str(self._compiled)

    def bound(self, values: Mapping[str, object]) -> list[object]:
        """The values, as the driver takes them and in its order."""
        return [
            values[name] if convert is None else convert(values[name])
            for name, convert in self._binds
        ]

    def bound_rows(self, rows: Sequence[Mapping[str, object]]) -> list[tuple[object, ...]]:
        """The values of each of these rows."""
        # By column, as in `read`.
        columns: list[Iterable[object]] = []
        for name, convert in self._binds:
            column = [row[name] for row in rows]
            columns.append(column if convert is None else map(convert, column))
        return list(zip(*columns, strict=True))

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
        """Rows of the driver, as the columns' types mean them."""
        # By column, not by row: tens of thousands of cells are then converted in one call.
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        if columns:
            for place, convert in self._results:
                columns[place] = map(convert, columns[place])
        return list(zip(*columns, strict=True))

    # Compiled when it is used first: a command that only reads needs few of them.
    @cached_property
    def _compiled(self) -> SQLCompiler:
        compiled: Any = self._statement.compile(dialect=_DIALECT, column_keys=self._columns)
        return compiled  # type: ignore[no-any-return]

    @cached_property
    def _binds(self) -> list[tuple[str, Convert | None]]:
        compiled = self._compiled
        return [
            (name, _implementation(compiled.binds[name].type).bind_processor(_DIALECT))
            for name in compiled.positiontup or ()
        ]

    @cached_property
    def _results(self) -> list[tuple[int, Convert]]:
        columns = getattr(self._statement, "selected_columns", ())
        converts = [_implementation(one.type).result_processor(_DIALECT, None) for one in columns]
        return [(place, one) for place, one in enumerate(converts) if one is not None]


def _implementation(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.dialect_impl(_DIALECT)
