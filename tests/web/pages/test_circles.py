from __future__ import annotations

import pytest

from bot.services.collect.collecting import collect
from bot.web.pages.circles import initials
from tests.services.household import Household
from tests.services.situations import tell
from tests.web.visitor import Visitor, node

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> Household:
    house = Household()
    for number in range(18):
        house.chat(house.world.join(f"guest{number}", f"Guest {number}"), weeks=1)
    house.chat(house.alice, weeks=5)
    await collect(house.context)
    return house


async def test_picture_and_lists_name_the_same_people_in_the_same_order(visitor: Visitor) -> None:
    page = await visitor.page("/circles")

    listed = [element.text() for element in page.css(".lists ol a")]
    drawn = [
        element.text() for element in page.css("svg.rings a > title, svg.rings circle > title")
    ]
    assert "Alice Martin" == listed[0]
    assert 19 == len(listed)
    assert listed == drawn
    links = [element.attributes["href"] for element in page.css(".lists ol a")]
    assert links[:15] == [element.attributes["href"] for element in page.css("svg.rings a")]


async def test_whoever_is_left_out_is_in_no_ring(house: Household, visitor: Visitor) -> None:
    await tell(house, "never @alice@village.example")

    page = await visitor.page("/circles")

    assert "Alice" not in str(page.html)
    assert 18 == len(page.css(".lists ol a"))


async def test_before_anything_is_read_the_page_says_what_comes() -> None:
    page = await (await Visitor(Household().context).enter()).page("/circles")

    assert "as rings around you" in node(page, ".lead").text()
    assert not page.css("main svg")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Solène Quéméner", "SQ"),
        ("bruno", "B"),
        ("Ada de la Cour", "AC"),
        ("✨ lou ✨", "L"),
        ("田辺ゆき", "田"),
        ("✨", "·"),
        ("", "·"),
        ("\u2068علي حسن\u2069", "عح"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, expected: str) -> None:
    assert expected == initials(name)
