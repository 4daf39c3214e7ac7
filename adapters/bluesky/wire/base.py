"""The base class of all answers."""

from __future__ import annotations

from msgspec import Struct


class Wire(Struct, rename="camel", kw_only=True, gc=False):
    """Fields are named as in the lexicons; unknown ones are ignored."""
