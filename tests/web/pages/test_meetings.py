from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.meeting.goal import Goal
from bot.services.rounds.follow_up import follow_up
from tests.services.household import FORTNIGHT, Household
from tests.services.situations import PLAN, acquainted, tell, there
from tests.web.visitor import Visitor, node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> Household:
    house = Household()
    await acquainted(house)
    return house


def stones(page: LexborHTMLParser) -> list[str]:
    return [
        str(element.attributes["class"]).removeprefix("stone ")
        for element in page.css("figure > svg.path circle.stone")
    ]


async def test_the_goal_is_a_path_that_meetings_and_plans_fill(
    house: Household, visitor: Visitor
) -> None:
    await tell(house, "goal 3 per month")
    assert ["ahead"] * 3 == stones(await visitor.page("/meetings"))

    await tell(house, "met @alice@village.example")
    page = await visitor.page("/meetings")
    assert ["met", "ahead", "ahead"] == stones(page)
    assert "Alice Martin" in node(page, "#met ~ ul").text()


async def test_a_plan_stands_with_its_time_and_place(house: Household, visitor: Visitor) -> None:
    await tell(house, PLAN)

    page = await visitor.page("/meetings")

    assert "12:30, Café X" in node(page, "#planned ~ ul").text()
    assert ["planned"] == stones(page)
    assert not page.css("#planned ~ ul form")


async def test_after_a_meeting_the_page_asks_whether_it_was(
    house: Household, visitor: Visitor
) -> None:
    await tell(house, PLAN)
    plan = (await there(house)).plan
    assert plan is not None
    house.turn_to(plan.start + timedelta(days=1, hours=12))
    await follow_up(house.context)
    page = await visitor.page("/meetings")
    assert ["met", "not-yet", "no"] == [
        element.attributes["value"] for element in page.css("#planned ~ ul input[name=verb]")
    ]

    answer = await visitor.press("met", on=page)

    assert "You met Alice Martin" in await visitor.told(answer)
    assert "Invitations stand here" in node(await visitor.page("/meetings"), "#waiting ~ p").text()
    assert "Alice Martin" in node(await visitor.page("/meetings"), "#met ~ ul").text()


async def test_whoever_is_left_out_has_no_name_here(house: Household, visitor: Visitor) -> None:
    await tell(house, "met @alice@village.example")
    await tell(house, "never @alice@village.example")

    page = await visitor.page("/meetings")

    assert "Alice" not in node(page, "main").text()
    assert "somebody who is left out" in node(page, "#met ~ ul").text()


async def test_without_meetings_the_page_says_what_comes(visitor: Visitor) -> None:
    said = node(await visitor.page("/meetings"), "main").text()

    assert "Whom you met, and when, will stand here." in said
    assert "Invitations stand here" in said
    assert "once the two of you have agreed" in said


async def test_without_a_goal_there_is_no_path(house: Household) -> None:
    wishes = replace(house.context.wishes, goal=Goal(0, FORTNIGHT))
    visitor = await Visitor(replace(house.context, wishes=wishes)).enter()

    page = await visitor.page("/meetings")

    assert not page.css("svg.path")
    assert "No goal" in node(page, ".lead").text()
