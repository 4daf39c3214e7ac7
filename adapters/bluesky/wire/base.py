"""The base class of all answers."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Wire(Struct, rename="camel", kw_only=True, gc=False):
    """Fields are named as in the lexicons; unknown ones are ignored.

    `gc=False`, as what is decoded holds no circle (https://jcristharif.com/msgspec/structs.html).
    With it, here and for URIs and acts, a back-fill takes half the time of the SDK, else two
    thirds.
    """


class Page(Wire):
    """A page of a list. By the lexicons a cursor is text; some servers send a number."""

    cursor: Any = None

    @property
    def next(self) -> str | None:
        """The cursor of the next page; `None` at the end, which some servers write as ""."""
        if isinstance(self.cursor, int) and not isinstance(self.cursor, bool):
            return str(self.cursor)
        return self.cursor if isinstance(self.cursor, str) and self.cursor else None
