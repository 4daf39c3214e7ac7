"""People as rings around the owner, the closest in the innermost.

The sizes are those of the layers in which people keep their ties, each about three times the one
within it (Zhou, Sornette, Hill, Dunbar 2005, https://doi.org/10.1098/rspb.2004.2970).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES: Final = (5, 15, 50, 150)
"""So many people are within each ring, counted from the middle."""
SIDE: Final = 720
_RADII: Final = (88.0, 178.0, 256.0, 326.0)
"""Of the circles on which the people of a ring stand."""
_NODES: Final = (31.0, 30.0, 12.0, 8.0)
"""On a phone of 320 pixels, those with a name are 24 wide: https://www.w3.org/TR/WCAG22/#target-size-minimum"""


@dataclass(frozen=True, slots=True)
class Node:
    """Where somebody stands; `place` is their rank, from 0."""

    place: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring: `first` to `last` are the ranks in it, from 1; `radius` is of its outline."""

    size: int
    radius: float
    nodes: tuple[Node, ...]

    @property
    def first(self) -> int:
        """The rank of its first person, from 1."""
        return self.nodes[0].place + 1

    @property
    def last(self) -> int:
        """The rank of its last person, from 1."""
        return self.nodes[-1].place + 1

    @property
    def is_named(self) -> bool:
        """Whether there is room for names."""
        return self.size in SIZES[:2]


def rings(people: int) -> list[Ring]:
    """The rings that so many people fill, the innermost first; those beyond the last stand in none.

    People of one ring have the same distance from each other, the best at the top, clockwise.
    """
    found = []
    for number, (start, end) in enumerate(pairwise((0, *SIZES))):
        places = range(start, min(end, people))
        if places:
            nodes = tuple(_node(number, place, places) for place in places)
            found.append(Ring(end, _outline(number), nodes))
    return found


def _node(number: int, place: int, places: Sequence[int]) -> Node:
    # Half a step on in every other ring: nobody stands in line with those within.
    turn = (place - places[0] + number % 2 / 2) / len(places)
    angle = 2 * pi * turn - pi / 2
    away = _RADII[number]
    x, y = SIDE / 2 + away * cos(angle), SIDE / 2 + away * sin(angle)
    return Node(place, round(x, 1), round(y, 1), _NODES[number])


def _outline(number: int) -> float:
    """Halfway to the next ring."""
    if number + 1 < len(_RADII):
        return (_RADII[number] + _RADII[number + 1]) / 2
    return SIDE / 2 - 8
