"""The base class of all answers."""

from __future__ import annotations

from msgspec import Struct


class Wire(Struct, rename="camel", kw_only=True):
    """Fields are named as in the lexicons; unknown ones are ignored."""


def following(cursor: object) -> str | None:
    """The cursor of the next page of a list; `None` at the end, which some servers write as "".

    By the lexicons a cursor is text; some servers send a number.
    """
    if isinstance(cursor, int) and not isinstance(cursor, bool):
        return str(cursor)
    return cursor if isinstance(cursor, str) and cursor else None
