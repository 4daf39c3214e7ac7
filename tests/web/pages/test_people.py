from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from bot.domain.people.identity import NetworkName, Standing
from bot.services.collect.collecting import collect
from bot.services.owner.decisions import find_person
from bot.text.language.catalogue import catalogue
from bot.web.pages.people import PAGE
from bot.web.people_query import COLUMNS, NEAR, STANDINGS, Asked, asked_in
from tests.services.household import Household
from tests.services.situations import tell
from tests.web.visitor import Visitor, node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> Household:
    """Alice is talked with most, then Bruno, then Chloé, who lives in Rennes."""
    house = Household()
    chloe = house.world.join("chloe", "Chloé")
    house.world.describe(replace(house.world.account(chloe), bio="Lives in Rennes."))
    house.chat(chloe, weeks=2)
    house.chat(house.bruno, weeks=4)
    house.chat(house.alice, weeks=7)
    await collect(house.context)
    return house


async def test_a_page_speaks_one_language(house: Household) -> None:
    """Also where the config file is changed while it is made."""
    visitor = await Visitor(house.context).enter()
    wishes = replace(house.context.wishes, words=catalogue("fr"))
    asked = iter([house.context, house.context])
    french = replace(house.context, wishes=wishes)
    visitor.site = replace(visitor.site, current=lambda: next(asked, french))
    cookies, visitor.client = visitor.client.cookies, visitor.another()
    visitor.client.cookies = cookies

    page = await visitor.page("/people")

    assert "en" == node(page, "html").attributes["lang"]


@pytest.fixture
async def visitor(house: Household) -> Visitor:
    return await Visitor(house.context).enter()


def names(page: LexborHTMLParser) -> list[str]:
    return [element.text() for element in page.css("table.people tbody th a")]


async def test_the_best_come_first(visitor: Visitor) -> None:
    assert ["Alice Martin", "Bruno", "Chloé"] == names(await visitor.page("/people"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=name", ["Alice Martin", "Bruno", "Chloé"]),
        ("?sort=name&order=down", ["Chloé", "Bruno", "Alice Martin"]),
        ("?sort=rank&order=down", ["Chloé", "Bruno", "Alice Martin"]),
        ("?sort=exchanges", ["Alice Martin", "Bruno", "Chloé"]),
        ("?sort=exchanges&order=up", ["Chloé", "Bruno", "Alice Martin"]),
        ("?sort=weeks", ["Alice Martin", "Bruno", "Chloé"]),
        ("?sort=last&order=up", ["Chloé", "Bruno", "Alice Martin"]),
        ("?q=BRU", ["Bruno"]),
        ("?q=chloe%40village", ["Chloé"]),
        ("?q=nobody", []),
        ("?network=mastodon", ["Alice Martin", "Bruno", "Chloé"]),
        ("?network=bluesky", []),
        ("?standing=allowed", ["Alice Martin", "Bruno"]),
        ("?page=2", []),
        (
            "?sort=score&order=sideways&page=-1&near=mars&standing=never",
            ["Alice Martin", "Bruno", "Chloé"],
        ),
    ],
)
async def test_the_address_sorts_and_filters(
    visitor: Visitor, query: str, expected: list[str]
) -> None:
    assert expected == names(await visitor.page(f"/people{query}"))


async def test_who_is_near_is_found_by_home_and_by_trip(house: Household, visitor: Visitor) -> None:
    assert ["Chloé"] != names(await visitor.page("/people?near=near"))
    await tell(house, "place home Rennes")

    assert ["Chloé"] == names(await visitor.page("/people?near=near"))
    assert "Chloé" == names(await visitor.page("/people?sort=place"))[0]
    assert ["Alice Martin", "Bruno"] == names(await visitor.page("/people?near=unknown"))

    await tell(house, "place home Marseille")
    assert ["Chloé"] == names(await visitor.page("/people?near=far"))
    day = house.clock.now().date()
    await tell(house, f"trip Rennes {day.isoformat()}")
    assert ["Chloé"] == names(await visitor.page("/people?near=trip"))


async def test_a_standing_filters_while_it_lasts(house: Household, visitor: Visitor) -> None:
    await tell(house, "known @bruno@village.example")
    await tell(house, "snooze @alice@village.example 1w")

    assert ["Bruno"] == names(await visitor.page(f"/people?standing={Standing.KNOWN}"))
    assert ["Alice Martin"] == names(await visitor.page(f"/people?standing={Standing.SNOOZED}"))

    house.chat(house.bruno, weeks=2)
    assert [] == names(await visitor.page(f"/people?standing={Standing.SNOOZED}"))


async def test_who_is_left_out_is_listed_with_the_reason_only(
    house: Household, visitor: Visitor
) -> None:
    async with house.store.unit(house.owner) as unit:
        alice = (await find_person(unit, "alice")).id
    await tell(house, "never @alice@village.example")

    page = await visitor.page("/people")
    assert ["Bruno", "Chloé"] == names(page)
    assert "Alice" not in str(page.html)

    page = await visitor.page("/people?standing=left-out")
    assert ["Alice Martin"] == [element.text() for element in page.css(".left-out strong")]
    assert "You said never." in node(page, ".left-out").text()
    assert not page.css("svg.bar, table")
    assert alice not in str(page.html)


async def test_a_page_has_fifty_and_leads_to_the_next(house: Household, visitor: Visitor) -> None:
    for number in range(PAGE):
        house.chat(house.world.join(f"guest{number}", f"Guest {number}"), weeks=1)
    await collect(house.context)
    await visitor.enter()  # months have passed

    first = await visitor.page("/people?q=e&sort=name")
    there = node(first, "a[rel=next]").attributes["href"]
    assert there is not None
    second = await visitor.page(there)

    assert PAGE == len(names(first))
    assert not first.css("a[rel=prev]")
    assert set(names(first)).isdisjoint(names(second))
    assert 53 == len(names(first)) + len(names(second))


async def test_the_heading_that_sorts_says_so_and_turns_around(visitor: Visitor) -> None:
    page = await visitor.page("/people?sort=exchanges&q=a")
    [heading] = page.css("th[aria-sort]")
    assert "descending" == heading.attributes["aria-sort"]

    there = node(heading, "a").attributes["href"]
    assert there is not None
    again = await visitor.page(there)
    assert "ascending" == node(again, "th[aria-sort]").attributes["aria-sort"]
    assert names(page) == list(reversed(names(again)))
    box = node(again, "input[name=q]")
    assert "a" == box.attributes["value"]


HOSTILE = "<script>alert(1)</script>\u202e\" onload='x' {{7*7}} javascript:alert(2)"


async def test_a_hostile_name_stays_text(house: Household, visitor: Visitor) -> None:
    mallory = house.world.join("mallory", HOSTILE)
    house.world.describe(
        replace(
            house.world.account(mallory),
            url="javascript:alert(3)",
            bio=f"Lives in Rennes. {HOSTILE}",
        )
    )
    house.chat(mallory, weeks=9)
    await collect(house.context)
    await visitor.enter()  # months have passed
    async with house.store.unit(house.owner) as unit:
        person = await find_person(unit, "mallory")

    for path in ("/people", f"/people/{person.id}", "/circles", "/near", "/meetings"):
        page = await visitor.page(path)
        assert not page.css("main script, [onload], [style]")
        assert "\u202e" not in str(page.html)
        assert "49" not in "".join(element.text() for element in page.css("h1, th, li a"))
        links = [str(element.attributes.get("href")) for element in page.css("a")]
        assert all(link.startswith(("/", "#", "https://")) for link in links)
    query = await visitor.page("/people?q=%22%3E%3Cscript%3E&sort=name")
    assert not query.css("main script")


async def test_before_anything_is_read_the_page_says_what_comes() -> None:
    visitor = await Visitor(Household().context).enter()

    page = await visitor.page("/people")

    assert "terrasse collect" in node(page, "main").text()
    assert not page.css("table")


some = st.text(max_size=80)


@given(
    st.dictionaries(
        st.sampled_from(["q", "near", "network", "standing", "sort", "order", "page"]), some
    )
)
def test_any_address_asks_for_something_that_exists(query: dict[str, str]) -> None:
    asked = asked_in(QueryParams(query))

    assert asked.sort in COLUMNS
    assert asked.near in NEAR
    assert asked.standing in STANDINGS
    assert asked.page >= 1


@given(
    st.builds(
        Asked,
        sort=st.sampled_from(list(COLUMNS)),
        down=st.booleans(),
        near=st.sampled_from(list(NEAR)),
        network=st.sampled_from(["", *NetworkName]),
        standing=st.sampled_from(list(STANDINGS)),
        search=st.text("aé &=?#%+", max_size=20).map(lambda text: " ".join(text.split())),
        town=st.none() | st.integers(0, 10**9 - 1),
        page=st.integers(1, 99),
    )
)
def test_an_address_says_what_was_asked(asked: Asked) -> None:
    assert asked == asked_in(QueryParams(asked.query().removeprefix("?")))
