from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services.collect.collecting import collect
from tests.services.household import Household
from tests.services.situations import tell
from tests.web.visitor import Visitor, node

pytestmark = pytest.mark.anyio
TOWNS = {"alice": "Lives in Rennes.", "bruno": "Lives in Lyon.", "chloe": "Paris / Lyon"}


@pytest.fixture
async def house() -> Household:
    house = Household()
    for name, bio in TOWNS.items():
        key = {"alice": house.alice, "bruno": house.bruno}.get(name) or house.world.join(name)
        house.world.describe(replace(house.world.account(key), bio=bio))
        house.chat(key)
    await collect(house.context)
    return house


async def test_towns_come_by_nearness_in_list_and_map(house: Household, visitor: Visitor) -> None:
    await tell(house, "place home Rennes")
    day = house.clock.now().date().isoformat()
    await tell(house, f"trip Lyon {day}")

    page = await visitor.page("/near")

    towns = [" ".join(element.text().split()) for element in page.css("#towns ~ ul li")]
    assert towns[0].startswith("Rennes, Brittany, France · In your town")
    assert towns[0].endswith("Alice Martin")
    assert "You will be there" in towns[1]
    assert "Bruno" in towns[1]
    drawn = {element.text() for element in page.css("svg.map .town-name")}
    assert {"Rennes", "Lyon"} == drawn
    assert page.css("svg.map rect.home")
    assert page.css("svg.map circle.reach")
    assert 1 == len(page.css("svg.map path.trip"))


async def test_without_a_home_the_page_asks_for_it(visitor: Visitor) -> None:
    page = await visitor.page("/near")
    assert "Say where you live" in node(page, ".lead").text()
    assert page.css("svg.map circle.town")

    answer = await visitor.post(
        "/do",
        [
            (str(element.attributes["name"]), element.attributes.get("value") or "Rennes")
            for element in page.css("form:has(input[value=home]) input")
        ],
    )

    assert "You live in Rennes" in await visitor.told(answer)
    assert "You live in Rennes" in node(await visitor.page("/near"), ".lead").text()


async def test_a_trip_is_added_and_cancelled(house: Household, visitor: Visitor) -> None:
    first, last = (house.clock.now().date().replace(day=day).isoformat() for day in (27, 28))
    answer = await visitor.press(
        "trip", on=await visitor.page("/near"), text=f"Lyon {first} {last}"
    )
    assert "Lyon" in await visitor.told(answer)
    page = await visitor.page("/near")
    assert "Lyon, from 27 to 28" in node(page, "#trips ~ ul").text()

    answer = await visitor.press("trip", on=page)
    assert "Cancelled: Lyon" in await visitor.told(answer)
    assert not (await visitor.page("/near")).css("#trips ~ ul")


async def test_a_profile_of_two_towns_is_a_question(visitor: Visitor) -> None:
    page = await visitor.page("/near")
    buttons = page.css("#questions ~ .card button")
    assert ["Paris", "Lyon"] == [element.text().split(",")[0] for element in buttons]

    form = page.css("#questions ~ .card form")[1]
    fields = [
        (str(part.attributes["name"]), str(part.attributes["value"])) for part in form.css("input")
    ]
    answer = await visitor.post("/do", fields)

    assert "lives in Lyon" in await visitor.told(answer)
    assert not (await visitor.page("/near")).css("#questions")


async def test_whoever_is_left_out_is_located_nowhere(house: Household, visitor: Visitor) -> None:
    await tell(house, "never @alice@village.example")

    page = await visitor.page("/near")

    assert "Rennes" not in node(page, "main").text()
    assert "Alice" not in str(page.html)


async def test_before_anything_is_read_the_page_says_what_comes() -> None:
    page = await (await Visitor(Household().context).enter()).page("/near")

    said = node(page, "main").text()
    assert "once their profiles have been read" in said
    assert "Your trips will stand here" in said
    assert not page.css("main svg")


async def test_all_people_of_a_town_are_a_page_of_the_list(
    house: Household, visitor: Visitor
) -> None:
    for number in range(9):
        key = house.world.join(f"guest{number}", f"Guest {number}")
        house.world.describe(replace(house.world.account(key), bio="Lives in Lyon."))
        house.chat(key, weeks=1)
    await collect(house.context)
    await visitor.enter()  # months have passed

    there = node(await visitor.page("/near"), "a[href*=town]").attributes["href"]
    page = await visitor.page(str(there))

    names = {element.text() for element in page.css("table.people tbody th a")}
    assert {"Bruno", *(f"Guest {number}" for number in range(9))} == names
    assert "Lyon" in node(page, ".count").text()
