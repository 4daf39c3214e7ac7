from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gazetteer.table import CityTable
from benchmarks.places.__main__ import OWN, Outcome, figures, outcome, report
from bot.domain.people.place import Confidence, Source
from bot.services.places.reading import read_profile
from bot.text.language.catalogue import catalogue
from bot.text.place.telling import in_full

table = CityTable()


def name(bio: str, *fields: tuple[str, str]) -> str | None:
    city = read_profile(bio, fields, table).city
    return None if city is None else f"{city.name}, {city.country}"


@pytest.mark.parametrize(
    ("bio", "expected"),
    [
        ("📍 Rennes", "Rennes, FR"),
        ("Based in Berlin", "Berlin, DE"),
        ("Wien", "Vienna, AT"),
        ("ex-Paris, now Brest", "Brest, FR"),
        ("Paris, France", "Paris, FR"),
        ("Zürich 🇨🇭", "Zürich, CH"),
        ("à Nantes", "Nantes, FR"),
        ("Wohnhaft in Köln", "Köln, DE"),
        ("Vivo en Sevilla", "Sevilla, ES"),
        ("living in Kyoto", "Kyoto, JP"),
        ("Installé·e à Lyon", "Lyon, FR"),
        ("Prague → Vienna → Graz", "Graz, AT"),
        ("Melbourne-born, Berlin-based", "Berlin, DE"),
        ("Mieszkam we Wrocławiu", "Wrocław, PL"),
        ("Software engineer at Google, Munich", "Munich, DE"),
        ("Neukölln. Techno.", "Berlin, DE"),
        ("Hamburg-Altona", "Hamburg, DE"),
        ("Amsterdam-Noord. Boten.", "Amsterdam, NL"),
        ("Lebt in Köln-Ehrenfeld", "Köln, DE"),
        ("📍 Lyon-Vaise", "Lyon, FR"),
        ("Bibliothécaire à Grenoble", "Grenoble, FR"),
        ("Auteure à Metz", "Metz, FR"),
        ("Fotograf z Olsztyna", "Olsztyn, PL"),
        ("Hebamme in Kiel", "Kiel, DE"),
        ("Arquitecta en Murcia", "Murcia, ES"),
        ("Giornalista, Roma, lei/she", "Rome, IT"),
        ("Bientôt papa, j'habite à Tours", "Tours, FR"),
        ("Diplômée de Lyon, j'habite à Metz", "Metz, FR"),
    ],
)
def test_reads(bio: str, expected: str) -> None:
    assert expected == name(bio)


@pytest.mark.parametrize(
    "trap",
    [
        "she/her",
        "Paris Hilton fan",
        "Nice to meet you",
        "Editor at Lyon Capital",
        "Chez Lyon Capitale",
        "Liverpool FC",
        "Go Boston Celtics",
        "I love Berlin",
        "I love Berlin, Paris and Rome",
        "❤️ Lisbon",
        "back from Tokyo",
        "Lisbon in May",
        "Florence",
        "Sydney Sweeney",
        "Austin",
        "Reading books",
        "Bath bombs",
        "Mobile developer",
        "Orange",
        "Split",
        "Nice",
        "Tours",
        "Nancy",
        "Essen",
        "Halle",
        "Of",
        "Bar",
        "somewhere in Bretagne",
        "Houston, we have a problem",
        "Benfica Lisboa",
        "Wish I lived in Amsterdam",
        "Working for the City of Boston",
        "Lives rent-free in the Boston Celtics' heads",
        "Interested in Berlin history",
        "Heading to Oslo",
        "Next stop: Berlin",
        "No longer in London",
        "Wetter in Hamburg",
        "Paris, je t'aime",
        "Born in London, raised in Madrid",
        "Cambridge University Press",
        "Stade Brestois",
        "Diplômé de Lyon 2",
        "Aufgewachsen in Hamburg",
        "Kobe beef",
        "Panama hats",
        "Roma, Nina, and Max's mum",
        "Turkey, Jordan, Georgia",
        "Not in Berlin",
        "Left Berlin",
        "Soon based in Lisbon",
        "Based in Lisbon soon",
        "Bientôt installée à Nantes",
        "Bald wohnhaft in Bremen",
        "Em breve moro em Braga",
        "Presto residente a Torino",
        "Binnenkort woonachtig in Utrecht",
        "Wkrótce przeprowadzka do Gdyni",
        "Próximamente en Berlín",
        "Zakochana w Paryżu",
        "Verliebter in Wien",
        "Wychowana w Krakowie",
        "Anniversaire à Paris",
        "Köln-Fan",
        "Paris-Roubaix",
        "📍 London-Paris",
        "Developer, Phoenix, Elixir",
        "Mother of Austin, Sydney",
    ],
)
def test_does_not_take_for_a_home(trap: str) -> None:
    assert () == read_profile(trap, [], table).cities


@pytest.mark.parametrize(
    "label",
    [
        "Location",
        "Lieu",
        "Ort",
        "Ubicación",
        "Woonplaats",
        "Localização",
        "Miejscowość",
        "Città",
        "📍",
    ],
)
def test_a_field_about_a_place_comes_before_the_bio(label: str) -> None:
    reading = read_profile("Based in Berlin", [("Pronouns", "she"), (label, "Rennes")], table)

    assert ("Rennes", Source.FIELD) == (reading.city and reading.city.name, reading.source)


def test_a_field_names_a_city_with_a_part_of_it() -> None:
    assert name("", ("Ort", "Stuttgart-West")) == "Stuttgart, DE"
    assert name("", ("Standort", "Wien-Favoriten")) == "Vienna, AT"


def test_a_field_about_something_else_is_no_place() -> None:
    assert name("", ("Favourite city", "Lisbon"), ("Band", "Boston")) is None


@pytest.mark.parametrize("bio", ["NYC / Lyon", "Between Paris and Lyon", "📍 Cambridge"])
def test_what_is_ambiguous_is_left_to_the_owner(bio: str) -> None:
    reading = read_profile(bio, [], table)

    assert reading.city is None
    assert len(reading.cities) > 1
    assert reading.written in bio.replace(" and ", " / ")


def test_plain_words_make_it_sure() -> None:
    assert Confidence.SURE is read_profile("Living in Leeds", [], table).confidence
    assert Confidence.LIKELY is read_profile("librarian, Leeds", [], table).confidence


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=3),
)
def test_any_profile_is_read(bio: str, fields: list[tuple[str, str]]) -> None:
    reading = read_profile(bio, fields, table)

    assert (reading.city is None) == (len(reading.cities) != 1)


@pytest.mark.parametrize(
    "part",
    ["in ", "in A ", "based in ", "A, ", "A/", "between ", "📍", "🇫🇷", "→ ", "Paris, ", "( "],
)
def test_a_profile_made_to_be_slow_is_read_in_time(part: str) -> None:
    started = time.process_time()
    read_profile(part * 30_000, [(part * 1000, part * 1000)] * 500, table)

    assert time.process_time() - started < 10


def test_our_own_set_is_read_well() -> None:
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    outcomes = [outcome(row, table) for row in rows]
    held_out = [found for found in outcomes if found.is_held_out]

    assert len(rows) >= 400
    for part in (outcomes, held_out):
        precision, recall = figures(part)
        assert precision >= 0.95
        assert recall >= 0.8


def test_the_figures_of_the_benchmark() -> None:
    found = [
        Outcome("en-001", "right", is_wanted=True),
        Outcome("en-002", "wrong", is_wanted=True),
        Outcome("en-003", "missed", is_wanted=True),
        Outcome("fr-001", "wrong"),
        Outcome("fr-002", "silent"),
    ]

    assert (1 / 3, 1 / 3) == figures(found)
    assert (
        "total: precision 0.333 recall 0.333 (5 profiles)"
        == list(report(found, has_held_out=False))[-1]
    )


def test_a_region_is_told_in_english_or_to_tell_namesakes_apart() -> None:
    english, french = catalogue("en"), catalogue("fr")
    [rennes] = table.find("Rennes")
    several = [city for city in table.find("Springfield") if city.country == "US"][:2]

    assert "Rennes, Brittany, France" == in_full(rennes, english)
    assert "Rennes, France" == in_full(rennes, french)
    assert 2 == len({in_full(city, french, several) for city in several})
