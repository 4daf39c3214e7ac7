from __future__ import annotations

import lzma
import time
from importlib import resources
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gazetteer.table import FILE, CityTable, _table

MOST_BYTES = 3_000_000
table = CityTable()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Rennes", "Rennes", "FR"),
        ("rennes", "Rennes", "FR"),
        ("Paris", "Paris", "FR"),
        ("Paris, TX", "Paris", "US"),
        ("Paris, Texas", "Paris", "US"),
        ("Paris France", "Paris", "FR"),
        ("Paris 🇺🇸", "Paris", "US"),
        ("Lyon 3e", "Lyon", "FR"),
        ("35000 Rennes", "Rennes", "FR"),
        ("Wien", "Vienna", "AT"),
        ("Vienne, Autriche", "Vienna", "AT"),
        ("Zürich 🇨🇭", "Zürich", "CH"),
        ("Londyn", "London", "GB"),
        ("Москва", "Moscow", "RU"),
        ("東京", "Tokyo", "JP"),
        ("NYC", "New York City", "US"),
        ("CDMX", "Mexico City", "MX"),
        ("Portland, ME", "Portland", "US"),
        ("Halle (Saale)", "Halle (Saale)", "DE"),
        ("Bruges, Vlaanderen", "Brugge", "BE"),
        ("St. Gallen", "Sankt Gallen", "CH"),
        ("Saint-Etienne", "Saint-Étienne", "FR"),
        ("München, Bayern", "Munich", "DE"),
        ("Washington, D.C.", "Washington", "US"),
        ("Neukölln", "Berlin", "DE"),
        ("Wedding, Berlin", "Berlin", "DE"),
        ("Berlin-Tegel", "Berlin", "DE"),
        ("Anderlecht, Bruxelles", "Brussels", "BE"),
        ("Offenbach", "Offenbach", "DE"),
        ("Hoboken, NJ", "Hoboken", "US"),
        ("Montreuil", "Montreuil", "FR"),
    ],
)
def test_finds(text: str, name: str, country: str) -> None:
    [city] = table.find(text)

    assert (name, country) == (city.name, city.country)


@pytest.mark.parametrize(
    "text", ["", " ", "France", "Bretagne", "Nowhere", "Lyon Capitale", "@FR", "0"]
)
def test_finds_nothing_for(text: str) -> None:
    assert [] == table.find(text)


def test_tells_towns_of_one_name_apart_by_what_stands_around() -> None:
    assert {"GB", "US", "CA"} == {city.country for city in table.find("Cambridge")}
    assert ["US"] == [city.country for city in table.find("Cambridge, MA")]
    assert ["FR"] == [city.country for city in table.find("Brest", ["FR"])]


def test_finds_regions_and_countries() -> None:
    assert [("Brittany", "FR")] == table.regions("Bretagne")
    assert [("", "CH")] == table.regions("Schweiz")
    assert [] == table.regions("Rennes")


@given(st.integers(-1, 10**8))
def test_gives_a_city_by_its_number_or_none(number: int) -> None:
    city = table.city(number)

    assert city is None or city.id == number


@given(st.text(max_size=120))
def test_any_text_is_looked_up(text: str) -> None:
    assert all(city == table.city(city.id) for city in table.find(text))


@pytest.mark.parametrize("word", ["downtown", "ever", "mite", "vedding"])
def test_a_district_gives_its_city_no_names_that_are_not_its_own(word: str) -> None:
    assert {"Berlin", "Brussels", "Warsaw"}.isdisjoint(city.name for city in table.find(word))


def test_each_city_is_found_by_its_own_name_and_is_on_earth() -> None:
    zones = available_timezones()
    for line in _table().cities[::97]:
        city = table.city(int(line.partition(b"\t")[0]))

        assert city is not None
        assert abs(city.latitude) <= 90
        assert abs(city.longitude) <= 180
        assert city.zone in zones
        assert city in {table._row(row).city for row in table._meanings(city.name).rows}


def test_the_file_is_small_names_its_licence_and_is_read_quickly() -> None:
    started = time.perf_counter()
    _table.cache_clear()
    table.find("Rennes")

    assert time.perf_counter() - started < 3
    assert FILE.stat().st_size < MOST_BYTES
    with lzma.open(FILE, "rt", encoding="utf-8") as file:
        notice = file.readline()
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice
    assert Path(str(resources.files("adapters.gazetteer") / FILE.name)) == FILE
