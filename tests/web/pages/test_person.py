from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services.collect.collecting import collect
from bot.services.owner.decisions import find_person
from tests.services.household import Household
from tests.services.situations import tell
from tests.web.visitor import node

if TYPE_CHECKING:
    from bot.domain.people.identity import PersonId
    from tests.web.visitor import Visitor

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> Household:
    house = Household()
    house.chat(house.bruno, weeks=4)
    house.chat(house.alice, weeks=6)
    await collect(house.context)
    return house


async def id_of(house: Household, name: str = "alice") -> PersonId:
    async with house.store.unit(house.owner) as unit:
        return (await find_person(unit, name)).id


async def test_it_says_and_draws_what_why_says(house: Household, visitor: Visitor) -> None:
    told = await tell(house, "why @alice@village.example")
    page = await visitor.page(f"/people/{await id_of(house)}")
    said = " ".join(node(page, "main").text().split())

    assert "6 exchanges in 6 threads" in told
    assert "6 exchanges in 6 threads" in said
    assert "Number 1 on your list." in said
    assert "Nothing stands in the way." in said
    assert 6 == len(page.css("svg.timeline circle.exchange"))
    assert 7 == len(page.css("table.factors tbody tr"))
    for picture in page.css("svg[role=img]"):
        assert picture.attributes.get("aria-label") or node(picture, "title").text()


async def test_the_table_has_the_numbers_of_the_picture(house: Household, visitor: Visitor) -> None:
    page = await visitor.page(f"/people/{await id_of(house)}")

    cells = [element.text() for element in page.css("table.numbers tbody td")]
    said, heard = sum(map(int, cells[::2])), sum(map(int, cells[1::2]))
    assert (6, 12) == (said, heard)


async def test_posts_are_shown_that_were_seen_to_exist(house: Household, visitor: Visitor) -> None:
    path = f"/people/{await id_of(house)}"
    assert not (await visitor.page(path)).css("a.post")

    posts = [
        element.attributes["href"]
        for element in (await visitor.page(f"{path}?posts=1")).css("a.post")
    ]
    assert 3 == len(posts)

    uri = next(
        uri for uri in house.world.ledger.posts if uri.endswith(str(posts[0]).rpartition("/")[2])
    )
    house.world.delete(uri)
    again = await visitor.page(f"{path}?posts=1")
    assert posts[1:] == [element.attributes["href"] for element in again.css("a.post")]
    assert all(
        {"noopener", "noreferrer", "nofollow"} <= set(str(element.attributes["rel"]).split())
        for element in again.css("a.post, .accounts a")
    )


async def test_whoever_is_left_out_has_a_reason_and_nothing_else(
    house: Household, visitor: Visitor
) -> None:
    await tell(house, "place @alice@village.example Rennes")
    await tell(house, "draft @alice@village.example")
    await tell(house, "never @alice@village.example")
    person = await id_of(house)

    page = await visitor.page(f"/people/{person}?posts=1")

    main = node(page, "main")
    assert "You said never." in main.text()
    assert not main.css("svg, table, form, .post")
    assert not {"exchange", "Number", "Rennes", "draft"} & set(main.text().split())
    for path in ("/people", "/circles", "/near", "/meetings"):
        assert "Alice" not in node(await visitor.page(path), "main").text()


async def test_a_form_does_what_a_message_would(house: Household, visitor: Visitor) -> None:
    path = f"/people/{await id_of(house)}"

    answer = await visitor.press("known", on=await visitor.page(path))
    assert "you already meet. Noted." in await visitor.told(answer)
    assert "You already meet in person." in node(await visitor.page(path), "main").text()

    answer = await visitor.press("snooze", on=await visitor.page(path), text="3m")
    assert "will not be suggested before" in await visitor.told(answer)

    answer = await visitor.press("place", on=await visitor.page(path), text="Rennes")
    assert "lives in Rennes" in await visitor.told(answer)
    assert "Rennes: you said so" in node(await visitor.page(path), "main").text()


async def test_a_form_of_an_older_page_is_refused(house: Household, visitor: Visitor) -> None:
    path = f"/people/{await id_of(house)}"
    stale = await visitor.page(path)
    await tell(house, "snooze @alice@village.example 1w")

    answer = await visitor.press("known", on=stale)

    assert "This changed meanwhile" in await visitor.told(answer)
    assert "You put this off" in node(await visitor.page(path), "main").text()


async def test_nobody_is_a_page_that_says_so(visitor: Visitor) -> None:
    for wanted in ("nobody", "p" + "a" * 12, "1", "alice", "%3Cscript%3E"):
        answer = await visitor.client.get(f"/people/{wanted}")

        assert 404 == answer.status_code
        assert "nobody at this address" in answer.text


async def test_history_and_number_are_told(house: Household, visitor: Visitor) -> None:
    await tell(house, "met @alice@village.example")

    page = await visitor.page(f"/people/{await id_of(house)}")

    assert "you met" in node(page, ".history").text()
