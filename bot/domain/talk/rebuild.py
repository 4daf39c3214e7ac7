"""What follows from the log, compared with what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the rows of a table compare with those that the log makes.

    `rows` counts what the log makes. Of these, `missing` are not kept, and `wrong` are kept with
    other numbers; `needless` are kept and follow from nothing.
    """

    table: str
    rows: int
    missing: int = 0
    wrong: int = 0
    needless: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether what is kept is what the log makes."""
        return self.missing == self.wrong == self.needless == 0


def compare(
    table: str, kept: Iterable[_Row], made: Iterable[_Row], key: Callable[[_Row], Hashable]
) -> Comparison:
    """Compare rows, matched by what identifies one."""
    there = {key(row): row for row in kept}
    due = {key(row): row for row in made}
    return Comparison(
        table=table,
        rows=len(due),
        missing=len(due.keys() - there.keys()),
        wrong=sum(there[same] != due[same] for same in due.keys() & there.keys()),
        needless=len(there.keys() - due.keys()),
    )
