"""A map of towns without tiles: the equirectangular projection around the owner's home."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, log10, radians, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.people.place import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.people.place import City

WIDTH: Final = 640.0
HEIGHT: Final = 460.0
WITHIN: Final = 1_000.0
"""Kilometres from home: who lives farther away is in the list, and not on the map."""
_EDGE: Final = 48.0
_DEGREE: Final = 111.2
"""Kilometres of a degree of latitude."""
_LEAST: Final = 60.0
"""Kilometres that a map shows at least."""
_MOST: Final = 10
"""Lines of the globe, of each kind."""
_LETTER: Final = 7.6
_LINE: Final = 16.0


class Spot(NamedTuple):
    """A town to draw: how many people live there, and whether home or a trip is there."""

    city: City
    people: int = 0
    is_home: bool = False
    is_trip: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a town is drawn. `label` is where its name stands; `None` where there is no room."""

    spot: Spot
    x: float
    y: float
    radius: float
    label: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """The map: `reach` is the radius of the circle around home, `bar` and `kilometres` the scale.

    `left_out` are towns that are too far away to be drawn. `meridians` and `parallels` are lines
    of the globe.
    """

    marks: tuple[Mark, ...]
    home: Mark | None
    reach: float
    bar: float
    kilometres: int
    left_out: tuple[Spot, ...]
    meridians: tuple[float, ...]
    parallels: tuple[float, ...]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def draw(spots: Sequence[Spot], reach: float) -> Map | None:
    """The map of these towns; `None` if there are none. `reach` is in kilometres.

    Without a home, the town with most people is the middle.
    """
    if not spots:
        return None
    home = next((spot for spot in spots if spot.is_home), None)
    middle = (home or max(spots, key=lambda spot: spot.people)).city
    near = [spot for spot in spots if distance(middle, spot.city) <= WITHIN]
    flat = [_flat(spot.city, middle) for spot in near]
    margin = reach if home else 0.0
    xs = [x for x, _ in flat] + [-margin, margin]
    ys = [y for _, y in flat] + [-margin, margin]
    span_x, span_y = max(max(xs) - min(xs), _LEAST), max(max(ys) - min(ys), _LEAST)
    scale = min((WIDTH - 2 * _EDGE) / span_x, (HEIGHT - 2 * _EDGE) / span_y)
    centre_x, centre_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    left, top = WIDTH / 2 - centre_x * scale, HEIGHT / 2 + centre_y * scale
    marks = [
        Mark(spot, round(left + x * scale, 1), round(top - y * scale, 1), _radius(spot))
        for spot, (x, y) in zip(near, flat, strict=True)
    ]
    degree = _DEGREE * scale
    across = degree * _narrowing(middle)
    kilometres = _round(WIDTH / 4 / scale)
    labelled = _labelled(marks)
    return Map(
        labelled,
        next((mark for mark in labelled if mark.spot.is_home), None),
        round(reach * scale, 1),
        round(kilometres * scale, 1),
        kilometres,
        tuple(spot for spot in spots if spot not in near),
        _lines(left - middle.longitude * across, across, WIDTH),
        _lines(top + middle.latitude * degree, -degree, HEIGHT),
    )


def _lines(zero: float, degree: float, end: float) -> tuple[float, ...]:
    """Where lines of the globe are between 0 and `end`, a round number of degrees apart."""
    first, last = sorted((-zero / degree, (end - zero) / degree))
    steps = (0.25, 0.5, 1, 2, 5, 10, 30, 90)
    step = next((step for step in steps if (last - first) / step <= _MOST), 360)
    numbers = range(ceil(first / step), floor(last / step) + 1)
    return tuple(round(zero + number * step * degree, 1) for number in numbers)


def _narrowing(middle: City) -> float:
    """How much shorter a degree of longitude is than one of latitude; not 0 at the poles."""
    return max(cos(radians(middle.latitude)), 0.05)


def _flat(city: City, middle: City) -> tuple[float, float]:
    """Kilometres to the east and to the north of the middle."""
    east = (city.longitude - middle.longitude + 180) % 360 - 180
    return (east * _DEGREE * _narrowing(middle), (city.latitude - middle.latitude) * _DEGREE)


def _radius(spot: Spot) -> float:
    return 6.0 + 2.5 * sqrt(min(spot.people, 16))


def _round(kilometres: float) -> int:
    """1, 2 or 5 with zeros, and not more than this."""
    power: int = 10 ** floor(log10(max(kilometres, 1)))
    return max(step * power for step in (1, 2, 5) if step * power <= max(kilometres, 1))


def _labelled(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks with their names, where these hide neither each other nor a mark."""
    marks = sorted(
        marks, key=lambda mark: (not mark.spot.is_home, not mark.spot.is_trip, -mark.spot.people)
    )
    taken = [
        _Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        for mark in marks
    ]
    found = []
    for mark in marks:
        label = None
        width = len(mark.spot.city.name) * _LETTER
        off = mark.radius + 5
        for x, y, anchor in (
            (mark.x + off, mark.y + 5, "start"),
            (mark.x - off, mark.y + 5, "end"),
            (mark.x, mark.y - off, "middle"),
            (mark.x, mark.y + off + 10, "middle"),
        ):
            left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
            box = _Box(left, y - _LINE + 3, left + width, y + 3)
            if (
                box.left >= 0
                and box.right <= WIDTH
                and not any(box.meets(other) for other in taken)
            ):
                taken.append(box)
                label = (round(x, 1), round(y, 1), anchor)
                break
        found.append(Mark(mark.spot, mark.x, mark.y, mark.radius, label))
    return tuple(found)
