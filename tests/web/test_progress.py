"""The first reading: how far it is, on the page and as it moves."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from httpx import AsyncClient

from bot.ports import Cursor, Watch
from bot.text.language.catalogue import catalogue
from bot.web import progress, server
from bot.web.progress import MOST, read_progress
from bot.web.server import serving
from bot.web.site import Said
from tests.services.household import Household
from tests.services.situations import acquainted, tell
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response

pytestmark = pytest.mark.anyio
OVER = '<span class="unseen">The first reading goes back'
"""Shown in its place is that the reading is complete."""


async def reads(house: Household, days: int | None, *, complete: bool = False) -> None:
    """Have the store say how far back the owner's account was read, as another process would."""
    now = house.clock.now()
    async with house.store.unit(house.owner) as unit:
        await unit.watches.save(
            Watch(
                "@me@village.example",
                house.me,
                Cursor("next"),
                None if days is None else now - timedelta(days=days),
                now if complete else None,
            )
        )


@pytest.fixture
async def young() -> Household:
    """Half a year was read so far."""
    house = Household()
    await acquainted(house)
    await reads(house, 180)
    return house


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.01)


@pytest.fixture
async def served(young: Household) -> AsyncIterator[Visitor]:
    """The page on a real socket, and the browser with a session there."""
    visitor = await Visitor(young.context).enter()
    found = socket.create_server(("127.0.0.1", 0))
    cookies = dict(visitor.client.cookies)
    port = found.getsockname()[1]
    async with serving(visitor.site, found):
        base = f"http://127.0.0.1:{port}"
        headers = {"Cookie": f"terrasse-{port}={cookies['terrasse-8737']}"}
        async with AsyncClient(base_url=base, headers=headers, timeout=10) as client:
            visitor.client = client
            yield visitor


async def events(answer: Response) -> AsyncIterator[str]:
    """The data of each event; of the last one, `end`."""
    data: list[str] = []
    async for line in answer.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "data":
            data.append(value)
        elif line == "event: end":
            yield "end"
            return
        elif not line and data:
            yield "\n".join(data)
            data = []


async def until_followers_are(visitor: Visitor, number: int) -> None:
    async with asyncio.timeout(5):
        while len(visitor.site.followers) != number:  # noqa: ASYNC110 (a set has no event)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("path", ["/", "/health"])
async def test_a_page_shows_how_far_it_is(young: Household, path: str) -> None:
    visitor = await Visitor(young.context).enter()

    page = await visitor.page(path)

    (bar,) = page.css("#progress progress")
    assert ("365", "180") == (bar.attributes["max"], bar.attributes["value"])
    said = (page.css_first("#progress") or page).text()
    assert "@me@village.example read back to" in " ".join(said.split())
    assert page.css_matches(f"noscript a[href='{path}']")
    await reads(young, 200)
    assert "200" == (await visitor.page(path)).css("#progress progress")[0].attributes["value"]
    await reads(young, 300, complete=True)
    assert [] == (await visitor.page(path)).css("#progress")


async def test_an_account_that_was_not_begun_is_said_to_be(young: Household) -> None:
    network = young.context.networks["@me@village.example"]
    context = replace(
        young.context,
        networks={"@me@village.example": network, "@new@village.example": network},
        wishes=replace(young.context.wishes, words=catalogue("fr")),
    )

    found = await read_progress(context)

    assert [180, 0] == [reading.days for reading in found.readings]
    assert "" == found.readings[1].reaches
    hidden = replace(context, public=frozenset({"@new@village.example"}))
    assert 1 == len((await read_progress(hidden)).readings)


async def test_it_is_followed_as_another_process_reads(served: Visitor, young: Household) -> None:
    async with served.client.stream("GET", "/progress") as answer:
        assert "text/event-stream; charset=utf-8" == answer.headers["content-type"]
        seen = events(answer)
        assert 'value="180"' in await anext(seen)
        await reads(young, 181)
        moved = await anext(seen)
        assert 'value="181"' in moved
        assert OVER not in moved
        await reads(young, 365, complete=True)
        last = await anext(seen)
        assert all(part in last for part in ("read to the end", 'value="365"', OVER))
        assert "end" == await anext(seen)
    await until_followers_are(served, 0)


async def test_an_account_that_stops_meanwhile_is_not_said_to_be_read(
    served: Visitor, young: Household
) -> None:
    async with served.client.stream("GET", "/progress") as answer:
        seen = events(answer)
        assert 'value="180"' in await anext(seen)
        await tell(young, "stop everything")
        await tell(young, "yes")
        last = await anext(seen)
        assert "read to the end" not in last
        assert "@me@village.example" not in last
        assert "is complete" not in last
        assert " in the log" not in last
        assert "No first reading goes on any more." in last
        assert "end" == await anext(seen)


async def test_it_ends_with_the_reader(served: Visitor) -> None:
    async with served.client.stream("GET", "/progress") as answer:
        await anext(events(answer))
        assert 1 == len(served.site.followers)
    await until_followers_are(served, 0)


async def test_it_ends_with_the_session(served: Visitor, young: Household) -> None:
    async with served.client.stream("GET", "/progress") as answer:
        seen = events(answer)
        await anext(seen)
        served.site.entrance.new_link(young.clock.now(), ends_others=True)
        async with asyncio.timeout(3):
            assert [] == [event async for event in seen]
    await until_followers_are(served, 0)


async def test_only_some_follow_at_a_time(served: Visitor) -> None:
    async with asyncio.TaskGroup() as tasks:
        gone = asyncio.Event()

        async def follow() -> None:
            async with served.client.stream("GET", "/progress") as answer:
                seen = events(answer)  # which would close the connection once nothing holds it
                await anext(seen)
                await gone.wait()

        for _ in range(MOST):
            tasks.create_task(follow())
        await until_followers_are(served, MOST)
        assert 204 == (await served.client.get("/progress")).status_code
        gone.set()
    await until_followers_are(served, 0)
    async with served.client.stream("GET", "/progress") as answer:
        assert 200 == answer.status_code


async def test_it_may_take_longer_than_a_request(
    served: Visitor, young: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    async with served.client.stream("GET", "/progress") as answer:
        found = events(answer)
        await anext(found)
        await asyncio.sleep(0.5)
        await reads(young, 365, complete=True)
        assert ["end"] == [event async for event in found][-1:]


async def test_of_many_at_once_only_some_follow(served: Visitor) -> None:
    begun = 0

    async def follow() -> None:
        nonlocal begun
        async with served.client.stream("GET", "/progress") as answer:
            async for _ in events(answer):
                begun += 1
                await asyncio.Event().wait()

    tasks = [asyncio.create_task(follow()) for _ in range(5 * MOST)]
    await until_followers_are(served, MOST)
    await asyncio.wait(tasks, timeout=1)

    assert MOST == begun == len(served.site.followers)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await until_followers_are(served, 0)


async def test_it_ends_with_the_server_and_where_the_store_fails(young: Household) -> None:
    visitor = await Visitor(young.context).enter()
    found = socket.create_server(("127.0.0.1", 0))
    port = found.getsockname()[1]
    cookie = f"terrasse-{port}={dict(visitor.client.cookies)['terrasse-8737']}"
    async with (
        AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Cookie": cookie}) as client,
        asyncio.timeout(10),
    ):
        async with serving(visitor.site, found):
            answer = await client.send(client.build_request("GET", "/progress"), stream=True)
            assert 'value="180"' in await anext(events(answer))
        assert set() == visitor.site.followers
        await answer.aclose()


async def test_without_a_session_nothing_is_followed(young: Household) -> None:
    visitor = Visitor(young.context)

    answer = await visitor.client.get("/progress")

    assert 403 == answer.status_code
    assert "village.example" not in answer.text


async def test_following_takes_no_answer_off_a_page(served: Visitor, young: Household) -> None:
    """What an action says is shown once: by the next page, not by an event."""
    (cookie,) = (value.partition("=")[2] for value in [served.client.headers["Cookie"]])
    served.site.said[cookie] = Said("Done so.")
    await reads(young, 365, complete=True)
    async with served.client.stream("GET", "/progress") as answer:
        assert ["end"] == [event async for event in events(answer)][-1:]

    assert "Done so." in (await served.client.get("/")).text
