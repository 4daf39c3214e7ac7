"""The factors of a score as bars from a line in the middle: right of it they raise the score."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Final

WIDTH: Final = 240.0
ONE: Final = 80.0
"""Where a factor of 1 is, which changes nothing."""
_DOUBLING: Final = 32.0
"""So much farther for each doubling."""
_THINNEST: Final = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A factor's bar, between the line and its value."""

    x: float
    width: float
    raises: bool


def bar(value: float) -> Bar:
    """The bar of a factor; one beyond the edge ends there."""
    edge = min(max(ONE + _DOUBLING * log2(value), 0.0), WIDTH) if value > 0 else 0.0
    x, width = min(edge, ONE), max(abs(edge - ONE), _THINNEST)
    return Bar(round(x, 1), round(width, 1), raises=value >= 1)
