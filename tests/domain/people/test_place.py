from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.place import City, Nearness, distance, nearness

RENNES = City(1, "Rennes", "Brittany", "FR", 48.111, -1.674, "Europe/Paris", 227830)
PARIS = replace(RENNES, id=2, name="Paris", latitude=48.853, longitude=2.349)
CESSON = replace(RENNES, id=3, name="Cesson-Sévigné", latitude=48.121, longitude=-1.603)
FOUGERES = replace(RENNES, id=4, name="Fougères", latitude=48.352, longitude=-1.199)
cities = st.builds(
    City,
    st.integers(),
    st.just(""),
    st.just(""),
    st.just("FR"),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.just("UTC"),
    st.just(0),
)


def test_the_distance_is_that_on_a_globe() -> None:
    assert pytest.approx(308, abs=3) == distance(RENNES, PARIS)


@given(cities, cities)
def test_a_distance_is_the_same_both_ways_and_on_earth(here: City, there: City) -> None:
    away = distance(here, there)

    assert pytest.approx(away, abs=1e-6) == distance(there, here)
    assert 0 <= away <= 20_016


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (RENNES, Nearness.SAME_TOWN),
        (CESSON, Nearness.SAME_TOWN),
        (FOUGERES, Nearness.NEAR),
        (PARIS, Nearness.FAR),
        (None, Nearness.UNKNOWN),
    ],
)
def test_how_near_it_is(there: City | None, expected: Nearness) -> None:
    assert expected is nearness(RENNES, there)


def test_without_a_home_nothing_is_near_or_far() -> None:
    assert Nearness.UNKNOWN is nearness(None, RENNES)
