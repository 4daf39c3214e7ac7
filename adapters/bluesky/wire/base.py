"""The base class of all answers."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct


class Wire(Struct, rename="camel", kw_only=True, gc=False):
    """Fields are named as in the lexicons; unknown ones are ignored.

    `gc=False`, as what is decoded holds no circle (https://jcristharif.com/msgspec/structs.html).
    With it, here and for URIs and acts, a back-fill takes half the time of the SDK, else two
    thirds.
    """


LONGEST_CURSOR: Final = 4_096
"""Letters. Those of servers have less than 200; an address of more than 65,536 cannot be asked."""


class Page(Wire):
    """A page of a list. By the lexicons a cursor is text; some servers send a number."""

    cursor: Any = None

    @property
    def next(self) -> str | None:
        """The cursor of the next page.

        `None` at the end, which some servers write as "" or false, and where the page `is_cut`.
        """
        is_number = isinstance(self.cursor, int) and not isinstance(self.cursor, bool)
        said = str(self.cursor) if is_number else self.cursor
        return said if isinstance(said, str) and 0 < len(said) <= LONGEST_CURSOR else None

    @property
    def is_cut(self) -> bool:
        """Whether more may follow, but the cursor that leads there cannot be used."""
        return bool(self.cursor) and self.next is None
