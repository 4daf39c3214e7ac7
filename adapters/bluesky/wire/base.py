"""What all that servers send has in common."""

from __future__ import annotations

from msgspec import Struct


# Trees without cycles, and a hundred thousand of them in a back-fill: nothing for the collector.
class Wire(Struct, rename="camel", kw_only=True, gc=False):
    """Fields are named as in the lexicons; unknown ones are passed over."""
