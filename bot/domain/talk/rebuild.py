"""Compare stored tallies and exchanges with those recomputed from the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the stored rows of a table compare with recomputed ones.

    `rows` counts the recomputed rows. Of these, `missing` are not stored, and `wrong` are stored
    with other values. `needless` counts stored rows that should not exist.
    """

    table: str
    rows: int
    missing: int = 0
    wrong: int = 0
    needless: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether the stored rows are the recomputed ones."""
        return self.missing == self.wrong == self.needless == 0


def compare(
    table: str, kept: Iterable[_Row], made: Iterable[_Row], key: Callable[[_Row], Hashable]
) -> Comparison:
    """Compare stored (`kept`) and recomputed (`made`) rows, matched by `key`."""
    there = {key(row): row for row in kept}
    due = {key(row): row for row in made}
    return Comparison(
        table=table,
        rows=len(due),
        missing=len(due.keys() - there.keys()),
        wrong=sum(there[same] != due[same] for same in due.keys() & there.keys()),
        needless=len(there.keys() - due.keys()),
    )
