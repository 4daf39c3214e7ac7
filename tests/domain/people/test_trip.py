from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.place import City, Nearness, distance
from bot.domain.people.trip import Proximity, Stays, Trip, with_trip

RENNES = City(1, "Rennes", "Brittany", "FR", 48.111, -1.674, "Europe/Paris", 227830)
PARIS = replace(RENNES, id=2, name="Paris", latitude=48.853, longitude=2.349)
CESSON = replace(RENNES, id=3, name="Cesson-Sévigné", latitude=48.121, longitude=-1.603)
LAVAL = replace(RENNES, id=4, name="Laval", latitude=48.073, longitude=-0.769)
cities = st.builds(
    City,
    st.integers(0, 5),
    st.just(""),
    st.just(""),
    st.just("FR"),
    st.floats(46, 50),
    st.floats(-2, 3),
    st.just("UTC"),
    st.just(0),
)
days = st.dates(date(2026, 11, 1), date(2026, 12, 31))
trips = st.builds(
    lambda city, first, length: Trip(city, first, first + timedelta(days=length)),
    cities,
    days,
    st.integers(0, 20),
)
DECEMBER = date(2026, 12, 12), date(2026, 12, 14)


@pytest.mark.parametrize(
    ("reach", "expected"), [(30, Nearness.FAR), (80, Nearness.IN_REACH), (1000, Nearness.IN_REACH)]
)
def test_the_owner_says_how_far_they_go(reach: float, expected: Nearness) -> None:
    assert expected is Stays(RENNES, reach=reach).to(LAVAL).nearness


def test_home_comes_before_a_trip_and_a_trip_before_being_far() -> None:
    trip = Trip(PARIS, *DECEMBER)
    stays = Stays(RENNES, (trip, Trip(RENNES, *DECEMBER)))

    assert Proximity(Nearness.SAME_TOWN) == stays.to(CESSON)
    assert Proximity(Nearness.SAME_TOWN, trip) == stays.to(PARIS)
    assert Proximity(Nearness.FAR) == Stays(RENNES).to(PARIS)
    assert [0, 1, 2] == [
        proximity.order for proximity in (stays.to(PARIS), Proximity(), Stays(RENNES).to(PARIS))
    ]


@given(st.none() | cities, st.lists(trips, max_size=4), st.none() | cities, st.floats(1, 500))
def test_somebody_is_near_where_they_are_in_reach_of_a_stay_and_nowhere_else(
    home: City | None, there_are: list[Trip], there: City | None, reach: float
) -> None:
    found = Stays(home, tuple(there_are), reach).to(there)

    bases = [trip.city for trip in there_are] + ([home] if home else [])
    near = there is not None and any(
        base.id == there.id or distance(base, there) <= reach for base in bases
    )
    assert near is found.nearness.is_near
    assert found.trip is None or found.trip in there_are
    assert (found.nearness is Nearness.UNKNOWN) is (there is None or (home is None and not near))


@given(st.lists(trips, max_size=5), days, days)
def test_a_day_is_away_on_the_days_of_a_trip_alone(
    there_are: list[Trip], first: date, last: date
) -> None:
    first, last = sorted((first, last))
    stays = Stays(RENNES, tuple(there_are)).within(first, last)

    assert all(trip.first <= last and first <= trip.last for trip in stays.trips)
    away = stays.away(first)
    on_the_way = [trip for trip in there_are if trip.first <= first <= trip.last]
    far = [trip for trip in on_the_way if distance(RENNES, trip.city) > 50 and trip.city.id != 1]
    assert (away is not None) is bool(far)
    assert away is None or away in far


def test_a_new_trip_to_a_town_replaces_one_on_the_same_days() -> None:
    short, long = Trip(PARIS, *DECEMBER), Trip(PARIS, DECEMBER[0], date(2026, 12, 20))
    other, later = Trip(LAVAL, *DECEMBER), Trip(PARIS, date(2027, 1, 2), date(2027, 1, 3))

    assert (other, later, long) == with_trip([short, other, later], long)


def test_a_draft_is_outdated_by_what_changes_it_and_by_nothing_else() -> None:
    stays = Stays(RENNES, (Trip(PARIS, *DECEMBER),))

    assert (
        stays.to(CESSON).basis == stays.to(RENNES).basis == Stays(RENNES, reach=90).to(LAVAL).basis
    )
    assert Proximity().basis == stays.to(RENNES).basis
    bases = [stays.to(RENNES), stays.to(PARIS), Stays(RENNES).to(PARIS)]
    assert 3 == len({proximity.basis for proximity in bases})
