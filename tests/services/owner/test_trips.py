from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gazetteer.table import CityTable
from adapters.memory.calendar import MemoryCalendar
from bot.domain.meeting.slot import Busy
from bot.ports import WholeDays
from bot.services.invite.slots import read_agendas
from bot.services.owner.trips import stays_of, town_of
from bot.text.language.catalogue import catalogue
from tests.builders import at
from tests.services.situations import tell

if TYPE_CHECKING:
    from tests.services.household import Household

# The household's clock stands at Monday 3 August 2026, 11:00 in Paris.
table = CityTable()


def whole_days(title: str, location: str = "", *, first: str = "2026-08-12") -> WholeDays:
    day = date.fromisoformat(first)
    start = at(f"{day - timedelta(days=1)} 22:00")
    return WholeDays(
        title, location, day, day + timedelta(days=2), start, start + timedelta(days=3)
    )


async def trips(house: Household) -> list[tuple[str, str, str]]:
    async with house.store.unit(house.owner) as unit:
        stays = await stays_of(house.context, unit)
    return [(trip.city.name, str(trip.first), str(trip.last)) for trip in stays.trips]


async def test_trips_are_told_in_the_order_of_their_days(house: Household) -> None:
    await tell(house, "place home Rennes")
    await tell(house, "trip Lyon 12-14 aug")
    assert "Paris, Île-de-France, France, on 5 August. Noted." == await tell(
        house, "trip Paris wed"
    )

    assert [
        "You live in Rennes, Brittany, France.",
        "Paris, on 5 August",
        "Lyon, from 12 to 14 August",
    ] == (await tell(house, "trips")).splitlines()


async def test_a_trip_over_the_year_s_end_says_its_year(house: Household) -> None:
    house.turn_to(at("2026-12-20 09:00"))

    said = await tell(house, "trip Lyon 28 dec - 3 jan")

    assert said.endswith("from 28 December to 3 January 2027. Noted.")


async def test_french_is_spoken(house: Household) -> None:
    wishes = replace(house.context.wishes, words=catalogue("fr"))
    house.context = replace(house.context, wishes=wishes)

    assert (await tell(house, "voyage Le Mans du 1er au 3 septembre")).endswith(
        "du 1er au 3 septembre. C’est noté."
    )
    assert "Annulé\u00a0: Le Mans, du 1er au 3 septembre." == await tell(
        house, "voyage annule Le Mans"
    )


async def test_a_trip_is_cancelled_and_both_are_undone(house: Household) -> None:
    await tell(house, "trip Lyon 12-14 aug")
    await tell(house, "trip Lyon 20 aug")
    assert "Cancelled: Lyon, on 20 August." == await tell(house, "trip cancel Lyon 20 aug")
    assert [("Lyon", "2026-08-12", "2026-08-14")] == await trips(house)

    said = await tell(house, "undo")
    assert f"Undone: trip.\n{await tell(house, 'trips')}" == said
    assert 2 == len(await trips(house))
    await tell(house, "undo")
    await tell(house, "undo")
    assert [] == await trips(house)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("trip Nowhere 12 aug", "I know no town called “Nowhere”"),
        ("trip Cambridge 12 aug", "trip Cambridge, England, United Kingdom 12 aug"),
        ("trip Lyon 1-2 aug", "“1-2 aug” is past"),
        ("trip Lyon 14 dec - 12 dec", "“14 dec - 12 dec” ends before it begins"),
        ("trip Lyon 2027-01-14 2027-01-12", "ends before it begins"),
        ("trip Lyon 29 feb", "There is no “29 feb”"),
        ("trip Lyon 29 feb 2027", None),
        (
            "trip Lyon 2026-08-12 2027-08-12",
            "That is more than half a year. If you move there: pla",
        ),
        ("trip cancel Lyon", "I know of no such trip to “Lyon”. All of them: trips"),
        ("trip Lyon 2026-08-12 9999-12-31", None),
    ],
)
async def test_what_is_no_trip_changes_nothing(
    house: Household, said: str, answer: str | None
) -> None:
    told = await tell(house, said)

    assert answer is None or answer in told
    assert [] == await trips(house)
    assert "There is nothing to undo." == await tell(house, "undo")


async def test_a_trip_that_is_over_is_forgotten(house: Household) -> None:
    await tell(house, "trip Lyon 12-14 aug")
    house.turn_to(at("2026-08-14 21:59"))
    assert 1 == len(await trips(house))

    house.turn_to(at("2026-08-14 22:01"))  # the 15th, in Paris
    assert [] == await trips(house)
    await tell(house, "trip Paris 20 aug")
    async with house.store.unit(house.owner) as unit:
        assert "2026-08-12" not in (await unit.preferences.get("trips") or "")


async def test_home_is_that_of_the_config_until_the_owner_says_another(house: Household) -> None:
    house.context = replace(
        house.context, wishes=replace(house.context.wishes, home="Brest, France")
    )
    assert "You live in Brest, Brittany, France." in await tell(house, "trips")

    await tell(house, "place home Rennes")
    assert "You live in Rennes" in await tell(house, "trips")
    await tell(house, "undo")
    assert "You live in Brest" in await tell(house, "trips")


@pytest.mark.parametrize("home", ["Nowhere", "Cambridge"])
async def test_a_home_that_is_no_town_or_several_is_unknown(house: Household, home: str) -> None:
    house.context = replace(house.context, wishes=replace(house.context.wishes, home=home))

    assert "Where you live is not known" in await tell(house, "trips")


@pytest.mark.parametrize(
    ("title", "location", "expected"),
    [
        ("Lyon", "", "Lyon"),
        ("Trip to Lyon", "", "Lyon"),
        ("Voyage à Lyon", "", "Lyon"),
        ("Lyon trip", "", "Lyon"),
        ("Conference", "Hôtel X, 12 rue Y, 69002 Lyon, France", "Lyon"),
        ("Conference", "Berlin", "Berlin"),
        ("Holidays", "", None),
        ("Birthday of Alice in Lyon", "", None),
        ("Alice", "", None),
        ("Nice", "", None),
        ("Trip to Nice", "", "Nice"),
        ("Brest, France", "", "Brest"),
        ("Lyon", "Cambridge", None),
        ("", "", None),
    ],
)
def test_the_town_of_whole_days(title: str, location: str, expected: str | None) -> None:
    city = town_of(whole_days(title, location), table)

    assert expected == (city.name if city else None)


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_title_and_place_is_read(title: str, location: str) -> None:
    town_of(whole_days(title, location), table)


def with_calendar(house: Household, *days: WholeDays, trips: bool = True) -> MemoryCalendar:
    busy = [Busy(day.start, day.end) for day in days]
    found = MemoryCalendar("travel", busy, days=days, trips=trips)
    house.context = replace(house.context, calendars=(found,))
    return found


async def test_whole_days_of_a_calendar_are_trips_where_the_config_says_so(
    house: Household,
) -> None:
    with_calendar(house, whole_days("Trip to Lyon"), whole_days("Holidays", first="2026-08-19"))
    await read_agendas(house.context)

    assert [("Lyon", "2026-08-12", "2026-08-14")] == await trips(house)
    assert "Lyon, from 12 to 14 August (calendar “travel”)" in await tell(house, "trips")
    assert "This trip is in your calendar “travel”" in await tell(house, "trip cancel Lyon")


async def test_other_calendars_hold_no_trips(house: Household) -> None:
    with_calendar(house, whole_days("Trip to Lyon"), trips=False)
    await read_agendas(house.context)

    assert [] == await trips(house)


async def test_a_trip_goes_with_its_calendar_but_not_while_that_cannot_be_read(
    house: Household,
) -> None:
    travel = with_calendar(house, whole_days("Lyon"))
    await read_agendas(house.context)
    travel.fault = "It is on fire."
    await read_agendas(house.context)
    assert 1 == len(await trips(house))

    travel.fault, travel.days = None, ()
    await read_agendas(house.context)
    assert [] == await trips(house)

    with_calendar(house, whole_days("Lyon"))
    await read_agendas(house.context)
    house.context = replace(house.context, calendars=())
    assert [] == await trips(house)
