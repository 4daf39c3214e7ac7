"""Where a person says that they live: cities, and how near they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

SAME_TOWN: Final = 10.0
"""Kilometres: a suburb and its city are one town."""
CLOSE: Final = 50.0
"""Kilometres: within the hour."""
REACH: Final = 50.0
"""Kilometres that one goes for a coffee, unless the owner says otherwise."""
_EARTH: Final = 6371.0
"""The Earth's mean radius in kilometres."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames: `id` is its geonameid.

    `country` is an ISO 3166-1 alpha-2 code, `region` the name of the first-level division or
    empty, `zone` an IANA time zone; latitude and longitude are in degrees.
    """

    id: int
    name: str
    region: str
    country: str
    latitude: float
    longitude: float
    zone: str
    population: int


class Source(StrEnum):
    """Where a place comes from, the most reliable first."""

    OWNER = "owner"
    FIELD = "field"
    BIO = "bio"


class Confidence(StrEnum):
    """How plainly a place was said."""

    SURE = "sure"
    """The owner's word, a field about it, or words like `based in`."""
    LIKELY = "likely"
    """The name of a city among other things, as in `she/her, librarian, Leeds`."""


@dataclass(frozen=True, slots=True)
class Place:
    """The city of a person, and who said so; `seen_at` is when that was last seen, UTC."""

    city: City
    source: Source
    seen_at: datetime
    confidence: Confidence = Confidence.SURE


@dataclass(frozen=True, slots=True)
class Area:
    """A region or country where somebody lives; which town in it, is not known.

    `name` is the region's, or empty for a country; `written` is how the profile writes it.
    """

    name: str
    country: str
    written: str
    seen_at: datetime


class Nearness(StrEnum):
    """How near a person is to the owner, the nearest first."""

    SAME_TOWN = "same town"
    NEAR = "near"
    """Within 50 kilometres, and within reach."""
    IN_REACH = "within reach"
    """Farther, where the owner's reach is longer than that."""
    FAR = "far"
    UNKNOWN = "unknown"

    @property
    def is_near(self) -> bool:
        """Whether the owner would go there for a coffee."""
        return self in {Nearness.SAME_TOWN, Nearness.NEAR, Nearness.IN_REACH}


def distance(one: City, other: City) -> float:
    """The great-circle distance in kilometres."""
    south, north = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(across / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


def nearness(home: City | None, there: City | None, reach: float = REACH) -> Nearness:
    """How near `there` is to `home`; `reach` is in kilometres."""
    if home is None or there is None:
        return Nearness.UNKNOWN
    away = distance(home, there)
    if home.id == there.id or away <= min(SAME_TOWN, reach):
        return Nearness.SAME_TOWN
    if away > reach:
        return Nearness.FAR
    return Nearness.NEAR if away <= CLOSE else Nearness.IN_REACH
