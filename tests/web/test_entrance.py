"""The link is good once and for ten minutes; a session lasts thirty days, and can be ended."""

from __future__ import annotations

import json
import resource
import signal
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.domain.sentence import marked
from bot.errors import StoreUnavailableError
from bot.web import entrance
from bot.web.entrance import MOST, Entrance
from tests.builders import at
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.household import Household

pytestmark = pytest.mark.anyio
NOW = at("2026-12-01 12:00")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def test_the_link_leads_to_a_clean_address_once(visitor: Visitor) -> None:
    link, stranger = visitor.link(), visitor.another()

    answer = await stranger.get(link)

    assert (303, "/") == (answer.status_code, answer.headers["location"])
    assert "no-referrer" == answer.headers["Referrer-Policy"]
    assert "no-store" == answer.headers["Cache-Control"]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("terrasse-8737=")
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={30 * 24 * 3600}"):
        assert attribute in cookie
    assert "Secure" not in cookie  # by http there is no such cookie
    assert 200 == (await stranger.get("/")).status_code
    late = await visitor.another().get(link)
    assert (403, None) == (late.status_code, late.headers.get("set-cookie"))
    assert "no longer good" in late.text
    assert link.rpartition("/")[2] not in late.text


async def test_whoever_is_in_already_comes_back_by_a_used_link(visitor: Visitor) -> None:
    link = visitor.link()
    await visitor.client.get(link)

    answer = await visitor.client.get(link)

    assert (303, "/") == (answer.status_code, answer.headers["location"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Dest": "iframe"},
    ],
    ids=str,
)
async def test_a_look_ahead_does_not_use_it_up(visitor: Visitor, headers: dict[str, str]) -> None:
    link, stranger = visitor.link(), visitor.another()

    early = await stranger.get(link, headers=headers)
    head = await stranger.head(link)

    assert {None} == {answer.headers.get("set-cookie") for answer in (early, head)}
    assert 303 == (await stranger.get(link)).status_code


async def test_ten_minutes_and_thirty_days(house: Household) -> None:
    visitor = await Visitor(house.context).enter()
    link, late = visitor.link(), visitor.another()
    house.clock.advance(10 * MINUTE)
    assert 403 == (await late.get(link)).status_code

    house.clock.advance(30 * DAY - 11 * MINUTE)
    assert 200 == (await visitor.client.get("/")).status_code
    house.clock.advance(MINUTE)
    assert 403 == (await visitor.client.get("/")).status_code


async def test_leaving_ends_this_session_alone(house: Household) -> None:
    first = await Visitor(house.context).enter()
    second = await Visitor(house.context, entrance=first.entrance).enter()
    cookie = dict(first.client.cookies)

    assert 303 == (await first.post("/leave", [])).status_code

    assert 403 == (await first.client.get("/")).status_code
    first.client.cookies.update(cookie)
    assert 403 == (await first.client.get("/")).status_code
    assert 200 == (await second.client.get("/")).status_code


async def test_a_new_link_ends_all_others(visitor: Visitor) -> None:
    old, new = visitor.link(), visitor.link(ends_others=True)

    assert 403 == (await visitor.client.get("/")).status_code
    assert 403 == (await visitor.client.get(old)).status_code
    assert 303 == (await visitor.client.get(new)).status_code
    assert 200 == (await visitor.client.get("/")).status_code


async def test_a_link_of_another_site_to_a_page_is_followed_once_more(visitor: Visitor) -> None:
    """The browser holds the cookie back then, until the page itself asks."""
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    first = await visitor.another().get("/health", headers=foreign)
    again = await visitor.another().get("/health", headers={"Sec-Fetch-Site": "same-origin"})

    assert '<meta http-equiv="refresh" content="0">' in first.text
    assert "http-equiv" not in again.text


def test_every_process_on_the_store_knows_the_same(tmp_path: Path) -> None:
    daemon, command = (Entrance(tmp_path / "terrasse.db.web") for _ in range(2))

    cookie = daemon.enter(command.new_link(NOW), NOW)
    assert cookie is not None
    assert command.knows(cookie, NOW)

    command.new_link(NOW, ends_others=True)
    assert not daemon.knows(cookie, NOW)


def test_the_file_is_its_owner_s_and_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "terrasse.db.web"
    door = Entrance(path)
    link = door.new_link(NOW)
    cookie = door.enter(link, NOW) or ""
    second = door.new_link(NOW)
    feed = door.new_feed(NOW, full_names=False)

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    text = path.read_text()
    assert [] == [token for token in (link, cookie, second, feed) if token in text]
    assert {"links", "sessions", "feed"} == set(json.loads(text))


def test_of_many_at_once_one_gets_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = Entrance(tmp_path / "book").new_link(NOW)
    read = entrance._read

    def slowly(content: bytes) -> object:
        time.sleep(0.01)
        return read(content)

    monkeypatch.setattr(entrance, "_read", slowly)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Entrance(tmp_path / "book").enter(link, NOW), range(40)))

    assert 1 == len([cookie for cookie in found if cookie is not None])


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.fixed_dictionaries({"links": inner, "sessions": inner})
            | st.fixed_dictionaries({"hash": inner, "until": inner})
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode())
)
def test_a_damaged_file_lets_nobody_in(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("web") / "book"
    path.write_bytes(content)
    door = Entrance(path)

    assert not door.knows("", NOW)
    assert door.enter("", NOW) is None
    cookie = door.enter(door.new_link(NOW), NOW)
    assert cookie is not None
    assert door.knows(cookie, NOW)


def test_a_full_disk_takes_no_session_away(tmp_path: Path) -> None:
    """A file may become no larger then, as on a disk without room."""
    door = Entrance(tmp_path / "book")
    cookie = door.enter(door.new_link(NOW), NOW) or ""
    link = door.new_link(NOW)
    size = (tmp_path / "book").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        with pytest.raises(StoreUnavailableError):
            door.new_feed(NOW, full_names=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

    assert door.knows(cookie, NOW)
    assert door.enter(link, NOW) is not None


@given(sessions=st.lists(st.sampled_from(["enter", "leave", "feed", "off", "end"]), max_size=12))
def test_the_file_holds_what_was_written_last(
    tmp_path_factory: pytest.TempPathFactory, sessions: list[str]
) -> None:
    path = tmp_path_factory.mktemp("web") / "book"
    door, cookies, feed = Entrance(path), [], ""
    for act in sessions:
        if act == "enter":
            cookies.append(door.enter(door.new_link(NOW), NOW) or "")
        elif act == "leave" and cookies:
            door.leave(cookies.pop(), NOW)
        elif act == "feed":
            feed = door.new_feed(NOW, full_names=True)
        elif act == "off":
            door.end_feed(NOW)
            feed = ""
        elif act == "end":
            cookies = [door.enter(door.new_link(NOW, ends_others=True), NOW) or ""]

        assert all(Entrance(path).knows(cookie, NOW) for cookie in cookies)
        assert (Entrance(path).feed_of(feed, NOW) is not None) == bool(feed)


def test_a_file_that_is_a_link_or_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine")
    (tmp_path / "book").symlink_to(tmp_path / "other")

    for path in (tmp_path / "book", tmp_path / "none" / "book", tmp_path):
        with pytest.raises(StoreUnavailableError, match="sessions of the web page"):
            Entrance(path).new_link(NOW)
    assert "mine" == (tmp_path / "other").read_text()


async def test_where_sessions_cannot_be_read_nobody_gets_in(
    house: Household, tmp_path: Path
) -> None:
    visitor = await Visitor(house.context, entrance=Entrance(tmp_path / "book")).enter()
    (tmp_path / "book").unlink()
    (tmp_path / "book").mkdir()

    for path in ("/", "/enter/token", "/people", "/nothing", "/feed/token.ics"):
        with capture_logs() as logged:
            answer = await visitor.client.get(path)

        assert 503 == answer.status_code
        assert str(tmp_path) not in answer.text
        assert path.endswith(".ics") or "The terminal" in answer.text
        assert "Alice" not in answer.text
        (said,) = logged
        assert str(tmp_path / "book") in said["problem"]

        with capture_logs() as logged:
            await visitor.client.get(path)
        assert [] == logged  # anybody may ask any number of times
        house.clock.advance(timedelta(minutes=1))


async def test_whoever_has_no_session_is_told_nothing_of_a_store_that_cannot_be_opened(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where a defect of ours is to be kept in it."""

    def closed(*_: object) -> None:
        raise StoreUnavailableError(marked("The store {path} is closed."), path="/home/owner")

    link = visitor.link()
    monkeypatch.setattr(type(visitor.context.store), "unit", closed)
    assert "/home/owner" in (await visitor.client.get("/")).text

    monkeypatch.setattr(Entrance, "enter", lambda *_: 1 // 0)
    answer = await visitor.another().get(link)

    assert 503 == answer.status_code
    assert "/home/owner" not in answer.text


def test_there_are_not_more_sessions_than_browsers() -> None:
    door = Entrance()
    cookies = [door.enter(door.new_link(NOW), NOW) or "" for _ in range(MOST + 1)]

    known = [door.knows(cookie, NOW) for cookie in cookies]

    assert [False] + [True] * MOST == known
