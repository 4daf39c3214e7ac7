"""The feed of planned meetings: only under its own address, and no more than is asked for."""

from __future__ import annotations

import logging
import re
import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from httpx import AsyncClient
from icalendar import Calendar

from bot.errors import StoreUnavailableError
from bot.services.rounds.follow_up import follow_up
from bot.text.draft import naming
from bot.web.entrance import Entrance
from bot.web.server import serving
from tests.services.household import START
from tests.services.situations import acquainted, tell
from tests.web.visitor import OWN, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response

    from tests.services.household import Household

pytestmark = pytest.mark.anyio
PLANNED = "planned @alice@village.example saturday 15:00 Café Alice"


async def turned(visitor: Visitor, act: str, **fields: str) -> str:
    """Press a button of the feed's; what the page says then."""
    form = [("act", act), ("back", "/settings"), *fields.items()]
    return await visitor.told(await visitor.post("/feed", form))


async def address(visitor: Visitor, **fields: str) -> str:
    """Turn the feed on; its path."""
    said = await turned(visitor, "on", **fields)
    found = re.search(r"http://127\.0\.0\.1:8737(/feed/\S+\.ics)", said)
    assert found is not None, said
    return found[1]


def read(answer: Response) -> Calendar:
    assert 200 == answer.status_code
    assert "text/calendar; charset=utf-8" == answer.headers["content-type"]
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    assert [] == [*calendar.errors, *(error for event in calendar.events for error in event.errors)]
    return calendar


async def test_it_holds_what_is_planned_with_initials(visitor: Visitor, house: Household) -> None:
    path = await address(visitor)
    assert [] == read(await visitor.another().get(path)).events
    assert "Saturday" in await tell(house, PLANNED)

    answer = await visitor.another().get(path)

    (event,) = read(answer).events
    assert ("Meeting A. M.", "Café A.") == (str(event["summary"]), str(event["location"]))
    assert "CONFIRMED" == event["status"]
    assert "Alice" not in answer.text
    assert "alice" not in answer.text
    assert "no-store" == answer.headers["cache-control"]
    assert "no-referrer" == answer.headers["referrer-policy"]


async def test_full_names_if_asked_for(visitor: Visitor, house: Household) -> None:
    assert "Saturday" in await tell(house, PLANNED)

    (event,) = read(await visitor.client.get(await address(visitor, names="full"))).events

    assert "Meeting Alice Martin" == str(event["summary"])
    assert "Café Alice" == str(event["location"])


async def test_a_meeting_is_the_same_as_in_its_file(visitor: Visitor, house: Household) -> None:
    """So that a program which has both shows one."""
    assert "Saturday" in await tell(house, PLANNED)
    path = await address(visitor)
    (first,) = read(await visitor.client.get(path)).events
    await tell(house, "planned @alice@village.example sunday 11:00 Café X")

    (second,) = read(await visitor.client.get(path)).events

    assert first["uid"] == second["uid"]
    assert ["0", "1"] == [str(event["sequence"]) for event in (first, second)]
    assert b"DTSTART:20260905T130000Z\r\n" in first.to_ical()
    assert b"DTSTART:20260906T090000Z\r\n" in second.to_ical()


@pytest.mark.parametrize("end", ["yes", "no", "undo", "declined @alice@village.example"])
async def test_what_is_over_or_undone_is_gone(visitor: Visitor, house: Household, end: str) -> None:
    assert "Saturday" in await tell(house, PLANNED)
    path = await address(visitor)
    assert 1 == len(read(await visitor.client.get(path)).events)
    if end in {"yes", "no"}:
        house.clock.advance(timedelta(days=9))
        await follow_up(house.context)
    await tell(house, end)

    assert [] == read(await visitor.client.get(path)).events


async def test_who_asked_to_be_left_out_is_left_out(visitor: Visitor, house: Household) -> None:
    assert "Saturday" in await tell(house, PLANNED)
    path = await address(visitor)
    world = house.world
    world.describe(replace(world.account(house.alice), bio="Seeds. #nobot"))
    async with house.store.unit(house.owner) as unit:
        await unit.people.save([world.account(house.alice)], house.clock.now())

    assert [] == read(await visitor.client.get(path)).events


async def test_all_that_is_wrong_is_answered_alike(visitor: Visitor) -> None:
    stranger = visitor.another()
    off = await stranger.get("/feed/x.ics")
    path = await address(visitor)
    token = path[len("/feed/") : -len(".ics")]
    wrong = [
        *("/feed/x.ics", "/feed/", "/feed/.ics", "/feed/a/b.ics", "/feed/%F0%9F.ics"),
        *(f"{path}/", f"{path}.ics", f"/feed/{token}", f"/feed/{token[:-1]}.ics"),
        f"/feed/{token.swapcase()}.ics",
    ]
    answers = [await stranger.get(other) for other in wrong]
    answers += [await visitor.client.get("/feed/x.ics")]
    answers += [
        await stranger.request(method, path, headers=OWN)
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    ]

    for answer in (off, *answers):
        assert (404, b"") == (answer.status_code, answer.content)
        assert off.headers == answer.headers
    assert 200 == (await stranger.get(path)).status_code


async def test_it_opens_nothing_else_and_only_under_our_hosts(visitor: Visitor) -> None:
    path = await address(visitor)
    stranger = visitor.another()

    assert 403 == (await stranger.get(path, headers={"Host": "evil.example"})).status_code
    answer = await stranger.get(path)
    assert "set-cookie" not in answer.headers
    token = path.removeprefix("/feed/").removesuffix(".ics")
    name = f"terrasse-8737={token}"
    assert 403 == (await stranger.get("/", headers={"Cookie": name})).status_code
    assert 403 == (await stranger.get(f"/enter/{token}")).status_code
    assert "locked" in (await stranger.get("/settings", params={"token": token})).text


async def test_head_says_the_same_without_the_content(visitor: Visitor, house: Household) -> None:
    assert "Saturday" in await tell(house, PLANNED)
    path = await address(visitor)
    before, after = await visitor.client.get(path), await visitor.client.head(path)

    assert before.headers == after.headers


async def test_a_new_address_and_off_end_the_old_one(visitor: Visitor) -> None:
    first = await address(visitor)
    second = await address(visitor)
    assert [404, 200] == [(await visitor.client.get(path)).status_code for path in (first, second)]

    assert "The feed is off" in await turned(visitor, "off")
    assert [404, 404] == [(await visitor.client.get(path)).status_code for path in (first, second)]
    assert 400 == (await visitor.post("/feed", [("act", "other")])).status_code


async def test_the_address_is_shown_once(visitor: Visitor) -> None:
    path = await address(visitor)

    for page in ("/settings", "/", "/health"):
        assert path not in (await visitor.client.get(page)).text


async def test_every_process_knows_it_and_a_new_link_does_not_end_it(tmp_path: Path) -> None:
    book = tmp_path / "book"
    token = Entrance(book).new_feed(START, full_names=True)
    Entrance(book).new_link(START, ends_others=True)

    found = Entrance(book).feed_of(token, START)
    assert found is not None
    assert found.full_names
    Entrance(book).end_feed(START)
    assert Entrance(book).feed_of(token, START) is None


async def test_where_the_store_fails_it_is_not_taken_for_gone(
    visitor: Visitor, house: Household, capfd: pytest.CaptureFixture[str]
) -> None:
    path = await address(visitor)
    with patch("bot.web.feed.planned", side_effect=RuntimeError("Alice")):
        answer = await visitor.client.get(path)
    assert (500, b"") == (answer.status_code, answer.content)
    async with house.store.unit(house.owner) as unit:
        (mishap,) = await unit.mishaps.all()
    assert "the feed" == mishap.subject
    said = capfd.readouterr()
    assert "RuntimeError" in said.out + said.err
    assert path[len("/feed/") :][:9] not in f"{said}{mishap}"
    with patch("bot.web.feed.planned", side_effect=StoreUnavailableError("locked")):
        answer = await visitor.client.get(path)
    assert (503, b"") == (answer.status_code, answer.content)


async def test_no_request_is_logged(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    path = await address(visitor)
    found = socket.create_server(("127.0.0.1", 0))
    async with (
        serving(visitor.site, found),
        AsyncClient(base_url=f"http://127.0.0.1:{found.getsockname()[1]}") as client,
    ):
        answers = [await client.get(asked) for asked in (path, f"{path}x")]

    assert [200, 404] == [answer.status_code for answer in answers]
    logged = [
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith(("httpx", "httpcore"))  # the browser's
    ]
    assert path[len("/feed/") :][:9] not in f"{logged}{capfd.readouterr()}"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Alice Martin", "A. M."),
        ("alice", "A."),
        ("Jean-Luc d'Arc 🌻 (il/lui) | Rennes", "J. L. D."),
        ("Łucja Żak", "Ł. Ż."),
        ("山田 太郎", "山. 太."),
        ("One Two Three Four Five", "O. T. T."),
        ("\u202eEve\u2066", "E."),
        ("🌻", "A."),
    ],
)
async def test_initials(house: Household, name: str, initials: str) -> None:
    await acquainted(house)
    world = house.world
    world.describe(replace(world.account(house.alice), display_name=name))
    async with house.store.unit(house.owner) as unit:
        await unit.people.save([world.account(house.alice)], house.clock.now())
        people = await unit.people.all()
    (alice,) = (person for person in people if house.alice in person.keys)

    assert initials == naming.initials(alice)
    assert naming.called(alice) not in naming.without_name(f"chez {naming.called(alice)}", alice)
