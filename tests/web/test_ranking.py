from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import ImpossibleError
from bot.services.collect.collecting import collect
from bot.services.ranking import whereabouts
from bot.services.ranking.scene import Scene, read_scene
from bot.web.ranking import KEPT_FOR, LOOKED_AT_FOR, SELDOM, SOON, Rankings
from tests.services.household import Household
from tests.services.situations import tell
from tests.web.visitor import Visitor, node

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from unittest.mock import AsyncMock, Mock

pytestmark = pytest.mark.anyio
PAGES = ("/people", "/circles", "/near", "/meetings")


@pytest.fixture
async def house() -> Household:
    house = Household()
    house.chat(house.alice, weeks=5)
    await collect(house.context)
    return house


@pytest.fixture
def reads() -> Iterator[AsyncMock]:
    with patch("bot.web.ranking.read_scene", wraps=read_scene) as reads:
        yield reads


async def test_the_ranking_is_read_once_for_many_pages(visitor: Visitor, reads: AsyncMock) -> None:
    for path in (*PAGES, *PAGES):
        await visitor.page(path)

    assert 1 == reads.call_count


async def test_the_first_page_finds_what_was_prepared(
    house: Household, visitor: Visitor, reads: AsyncMock
) -> None:
    await visitor.site.rankings.prepare(house.context)
    page = await visitor.page("/people")

    assert 1 == reads.call_count
    assert ["Alice Martin"] == [link.text() for link in page.css("table tbody th a")]


async def test_it_is_read_again_after_any_change(
    house: Household, visitor: Visitor, reads: AsyncMock
) -> None:
    await visitor.page("/people")
    await tell(house, "known @alice@village.example")
    page = await visitor.page("/people")

    assert 2 == reads.call_count
    assert "You already meet in person." in node(page, "table").text()


async def test_it_is_read_again_after_a_while(
    house: Household, visitor: Visitor, reads: AsyncMock
) -> None:
    await visitor.page("/people")
    house.clock.advance(KEPT_FOR + timedelta(seconds=1))
    await visitor.page("/people")

    assert 2 == reads.call_count


@pytest.fixture
async def follower(
    house: Household, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[asyncio.Task[None]]:
    """What reads the ranking anew soon after each change, without a pause."""
    for name, value in (("SOON", 0.001), ("SELDOM", 0.001), ("REST", 0)):
        monkeypatch.setattr(f"bot.web.ranking.{name}", value)
    task = asyncio.create_task(visitor.site.rankings.follow(lambda: house.context))
    yield task
    task.cancel()


async def until_read(reads: Mock, times: int) -> None:
    async with asyncio.timeout(20):
        while reads.call_count < times:  # noqa: ASYNC110 (a mock tells nobody)
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("follower")
async def test_it_is_read_soon_after_each_change(
    house: Household, visitor: Visitor, reads: AsyncMock
) -> None:
    await until_read(reads, 1)
    for times, said in enumerate(("never @alice@village.example", "undo"), start=2):
        await tell(house, said)
        await until_read(reads, times)

    page = await visitor.page("/people")
    assert 3 == reads.call_count
    assert ["Alice Martin"] == [link.text() for link in page.css("table tbody th a")]


async def test_changes_are_looked_for_less_often_while_no_page_is_asked_for(
    house: Household, visitor: Visitor
) -> None:
    async def pause() -> float:
        with (
            patch("asyncio.sleep", side_effect=asyncio.CancelledError) as sleep,
            pytest.raises(asyncio.CancelledError),
        ):
            await visitor.site.rankings.follow(lambda: house.context)
        return float(sleep.call_args.args[0])

    assert SELDOM == await pause()
    await visitor.page("/people")
    assert SOON == await pause()
    house.clock.advance(LOOKED_AT_FOR)
    assert SELDOM == await pause()


async def test_a_page_shows_talk_as_it_was_a_moment_ago_and_all_else_as_it_is(
    house: Household, visitor: Visitor, reads: AsyncMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def names_and_standing() -> tuple[set[str], bool]:
        page = await visitor.page("/people")
        standing = "You already meet in person." in node(page, "table").text()
        return {link.text() for link in page.css("table tbody th a")}, standing

    await visitor.site.rankings.refresh(house.context)
    house.chat(house.bruno, weeks=3)
    await collect(house.context)
    await tell(house, "known @alice@village.example")

    assert ({"Alice Martin"}, True) == await names_and_standing()
    assert ({"Alice Martin"}, True) == await names_and_standing()
    assert 2 == reads.call_count
    monkeypatch.setattr("bot.web.ranking.LATE", 0)
    assert ({"Alice Martin", "Bruno"}, True) == await names_and_standing()


async def test_a_reading_that_fails_is_kept_once_and_tried_again_with_the_next_page(
    house: Household, visitor: Visitor, follower: asyncio.Task[None]
) -> None:
    await visitor.page("/people")
    with patch("bot.web.ranking.read_scene", side_effect=ZeroDivisionError) as failing:
        await tell(house, "known @alice@village.example")
        await until_read(failing, 1)
        await asyncio.sleep(0.1)

    async with house.store.unit(house.owner) as unit:
        errors = [mishap.error.split()[0] for mishap in await unit.mishaps.all()]
    assert (1, ["ZeroDivisionError"]) == (failing.call_count, errors)
    assert "You already meet in person." in node(await visitor.page("/people"), "table").text()
    assert not follower.done()


async def test_a_store_that_cannot_be_read_ends_nothing(
    house: Household, visitor: Visitor, reads: AsyncMock, follower: asyncio.Task[None]
) -> None:
    await visitor.page("/people")
    with patch("bot.web.ranking.read_scene", side_effect=ImpossibleError("no")) as failing:
        await tell(house, "known @alice@village.example")
        await until_read(failing, 2)

    await until_read(reads, 2)
    assert not follower.done()


async def test_whose_judgement_fails_does_not_take_the_others_with_them(
    house: Household, visitor: Visitor
) -> None:
    house.chat(house.bruno, weeks=3)
    await collect(house.context)
    judge = Scene.judge

    def failing(scene: Scene, person: object, *args: object, **options: object) -> object:
        if getattr(person, "name", "") == "Bruno":
            raise ZeroDivisionError
        return judge(scene, person, *args, **options)  # type: ignore[arg-type]  # passed on

    with patch.object(Scene, "judge", failing):
        page = await visitor.page("/people")

    assert ["Alice Martin"] == [element.text() for element in page.css("table tbody th a")]
    async with house.store.unit(house.owner) as unit:
        assert ["ZeroDivisionError"] == [
            mishap.error.split()[0] for mishap in await unit.mishaps.all()
        ]


async def test_places_are_read_ahead_of_those_who_may_be_located(house: Household) -> None:
    bios = {house.alice: "Lives in Rennes, ahead of time.", house.bruno: "Lives in Lyon. #nobot"}
    for key, bio in bios.items():
        house.world.describe(replace(house.world.account(key), bio=bio))
        house.chat(key, weeks=1)
    await collect(house.context)

    with patch("bot.services.ranking.whereabouts._read", wraps=whereabouts._read) as read:
        await Rankings().prepare(house.context)

    assert [bios[house.alice]] == [call.args[0] for call in read.call_args_list]
    before = whereabouts._read.cache_info().misses
    await Rankings().prepare(house.context)
    assert before == whereabouts._read.cache_info().misses


STEPS = (
    *(
        f"{verb} @{name}@village.example"
        for verb in ("known", "never", "snooze", "met", "forget")
        for name in ("alice", "bruno", "chloe")
    ),
    "same @bruno@village.example @chloe@village.example",
    "undo",
    "home Rennes",
    "goal 2",
    "chat alice",
    "chat chloe",
    "delete",
)


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
@example(["known @alice@village.example", "chat bruno", "undo", "undo"])
@example(["never @alice@village.example", "delete", "forget @bruno@village.example"])
@example(["chat chloe", "chat alice"])
def test_what_was_kept_shows_what_a_fresh_reading_would(steps: list[str]) -> None:
    asyncio.run(_holds_after(steps))


async def _holds_after(steps: list[str]) -> None:
    house = Household()
    names = {"alice": house.alice, "bruno": house.bruno, "chloe": house.world.join("chloe")}
    for key in names.values():
        house.chat(key, weeks=3)
    await collect(house.context)
    visitor = await Visitor(house.context).enter()
    for step in ("", *steps):
        word, _, name = step.partition(" ")
        if word == "chat":
            house.chat(names[name], weeks=1)
            await collect(house.context)
        elif word == "delete":
            async with house.store.unit(house.owner) as unit:
                log = await unit.log.with_watched(house.me)
                await unit.log.withdraw([row.object_uri for row in log[-4:]])
        elif word:
            await tell(house, step)
        fresh = await Visitor(house.context).enter()
        listed = await fresh.page("/people")
        persons = [str(link.attributes["href"]) for link in listed.css("table tbody th a")]
        for path in ("/people", "/people?sort=exchanges", "/near", *persons):
            kept, anew = await visitor.page(path), await fresh.page(path)
            assert node(anew, "main").text() == node(kept, "main").text()
