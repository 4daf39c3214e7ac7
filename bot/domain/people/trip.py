"""The owner's trips, and where a person lives as seen from home or from a trip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.people.place import REACH, Nearness, nearness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.domain.people.place import City


@dataclass(frozen=True, slots=True)
class Trip:
    """The days that the owner spends in a town, both included, as a calendar there has them.

    `calendar` is the name of the calendar that says so; empty if the owner did.
    """

    city: City
    first: date
    last: date
    calendar: str = ""

    def touches(self, first: date, last: date) -> bool:
        """Whether it has a day from `first` to `last`, both included."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Proximity:
    """How near somebody lives to the owner's home; or to a trip, where that is near."""

    nearness: Nearness = Nearness.UNKNOWN
    trip: Trip | None = None

    @property
    def order(self) -> int:
        """Who is near comes first, who is far last."""
        if self.nearness.is_near:
            return 0
        return 2 if self.nearness is Nearness.FAR else 1

    @property
    def basis(self) -> str:
        """What a draft takes for granted: a draft with another basis is outdated.

        Empty for a meeting at home, whose draft says nothing of where anybody lives.
        """
        if self.trip is not None:
            return f"{self.trip.city.id} {self.trip.first} {self.trip.last}"
        return "far" if self.nearness is Nearness.FAR else ""


@dataclass(frozen=True, slots=True)
class Stays:
    """Where the owner is: at home, and on trips. `reach` is in kilometres."""

    home: City | None = None
    trips: tuple[Trip, ...] = ()
    reach: float = REACH

    def within(self, first: date, last: date) -> Stays:
        """The stays with the trips alone that have a day from `first` to `last`."""
        trips = tuple(trip for trip in self.trips if trip.touches(first, last))
        return Stays(self.home, trips, self.reach)

    def to(self, there: City | None) -> Proximity:
        """How near a city is: to home, else to the first trip from which it is in reach."""
        by_home = nearness(self.home, there, self.reach)
        if not by_home.is_near:
            for trip in sorted(self.trips, key=lambda trip: (trip.first, trip.last)):
                if (then := nearness(trip.city, there, self.reach)).is_near:
                    return Proximity(then, trip)
        return Proximity(by_home)

    def away(self, day: date) -> Trip | None:
        """The trip on which the owner is that day; `None` if it is in reach of home."""
        return next(
            (
                trip
                for trip in self.trips
                if trip.touches(day, day) and not nearness(self.home, trip.city, self.reach).is_near
            ),
            None,
        )


NOWHERE: Final = Proximity()
"""How near somebody is whose place is not known."""
AT_HOME: Final = Stays()
"""Without trips, and a home that is not known."""


def with_trip(trips: Iterable[Trip], new: Trip) -> tuple[Trip, ...]:
    """The trips with a new one, which replaces those to the same town on days of its own."""
    kept = [
        trip
        for trip in trips
        if trip.city.id != new.city.id or not trip.touches(new.first, new.last)
    ]
    return (*kept, new)
