"""Home, trips and nearness, from the config to the terminal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ranking.reason import FOR_THEIR_SAKE
from bot.text.language.catalogue import LANGUAGES
from tests.adapters.calendar.text import calendar
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

HOME = """
[places]
home = "Rennes"
"""
TRAVEL = """
[[calendar]]
url = "file:travel.ics"
trips = true
"""


def test_who_lives_near_is_listed_with_where_and_how_near(collected: Terminal) -> None:
    collected.write_config(CONFIG + HOME)
    everybody, near = collected.json("people"), collected.json("people", "--near")

    assert near
    assert {"same town", "near"} >= {person["nearness"] for person in near}
    assert near == [person for person in everybody if person in near]
    assert {"far", "unknown"} <= {person["nearness"] for person in everybody}
    shown = collected.read("people", "--near")
    assert shown.count(" · in your town") + shown.count(" · within 50 km of you") == len(near)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_people_are_listed_with_place_nearness_and_reason_at_any_width(
    collected: Terminal, monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    collected.write_config(f'language = "{language}"\n{CONFIG}{HOME}')
    whole = collected.read("people", "--all")
    monkeypatch.setattr("bot.cli.output.columns", lambda: width)

    lines = collected.read("people", "--all").splitlines()

    told = {
        "en": (" · in your town", "– You mute them."),
        "fr": ("· dans ta ville", "– Tu masques"),
    }
    assert all(said in " ".join(" ".join(lines).split()) for said in told[language])
    assert sorted(whole.split()) == sorted(" ".join(lines).split())
    assert [] == [line for line in lines if len(line) > width]
    # Neither a handle nor a date is broken.
    assert [] == [line for line in lines if re.search(r"(?<![.\d])\d{1,2}$", line)]


def test_who_is_left_out_is_near_nothing(collected: Terminal) -> None:
    collected.write_config(CONFIG + HOME)
    everybody = collected.json("people")
    left_out = [person for person in everybody if person["verdict"]["reason"] in FOR_THEIR_SAKE]

    assert left_out
    for person in left_out:
        told = [person[key] for key in ("lives_in", "area", "nearness", "trip")]
        assert [None, None, None, None] == told
        handle = person["accounts"][0]["handle"]
        for town in ((), ("Rennes",), ("Lille",), ("Paris",), ("Lyon",)):
            assert handle not in collected.read("people", "--near", *town)


def test_a_town_stands_in_for_home(collected: Terminal) -> None:
    [someone, *_] = collected.json("people", "--near", "Lille")

    assert "Lille" == someone["lives_in"]["city"]
    assert "same town" == someone["nearness"]
    assert " · " not in collected.read("people", "--near", "Lille")  # it is not the owner's town
    assert "Nobody whose place I know" in collected.read("people", "--near", "Kyoto")


def test_a_town_that_is_none_or_several_is_told(collected: Terminal) -> None:
    for town, said in (
        ("Nowhere", "I know no town called “Nowhere”"),
        ("Cambridge", "people --near Cambridge, England, United Kingdom"),
        ("", "Where you live is not known. Tell me: place home …"),
    ):
        result = collected.type("people", "--near", *filter(None, [town]))
        assert result.exit_code == 2
        assert said in result.stderr


def test_home_is_said_with_the_word_of_either_language(collected: Terminal) -> None:
    collected.write_config('language = "fr"\n' + CONFIG)
    assert "Dis-le-moi\u00a0: lieu maison …" in collected.type("people", "--near").stderr

    for word, town in (("home", "Rennes"), ("maison", "Lille"), ("Maison", "Lyon")):
        assert town in collected.read("place", word, town)
    assert town in collected.read("trips")


def test_trips_are_said_listed_and_cancelled(village: Terminal) -> None:
    day = date.today() + timedelta(days=10)  # noqa: DTZ011 (the terminal's own day)
    village.write_config(CONFIG + HOME)
    village.read("trip", "Lyon", day.isoformat())

    found = village.json("trips")
    assert "Rennes" == found["home"]["city"]
    [trip] = found["trips"]
    assert ("Lyon", day.isoformat(), day.isoformat(), None) == (
        trip["city"], trip["first"], trip["last"], trip["calendar"],
    )  # fmt: skip
    assert "Cancelled: Lyon" in village.read("trip", "cancel", "Lyon")
    assert "You live in Rennes, Brittany, France.\nNo trips.\n" == village.read("trips")


def test_trips_are_read_from_a_calendar(village: Terminal) -> None:
    day = date.today() + timedelta(days=10)  # noqa: DTZ011 (the same)
    village.write_config(CONFIG + TRAVEL)
    event = f"UID:1\nSUMMARY:Trip to Lyon\nDTSTART;VALUE=DATE:{day:%Y%m%d}"
    (village.folder / "travel.ics").write_text(calendar(event))

    [trip] = village.json("trips")["trips"]
    assert ("Lyon", "travel.ics") == (trip["city"], trip["calendar"])
    doctor = village.type("doctor", "--offline").output + village.type("doctor").output
    assert "1 busy time until 21 days from now, of which 1 trip" in doctor


@pytest.mark.parametrize("word", ["home", "Home", "maison", "chez-moi"])
def test_home_is_said_in_both_languages(collected: Terminal, word: str) -> None:
    assert "Lyon" in collected.read("place", word, "Lyon")

    assert "Lyon" == collected.json("trips")["home"]["city"]
