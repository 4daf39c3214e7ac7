"""The page beside the daemon, and the first reading as it moves on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.web.household import household, villager
from tests.e2e.web.served import beside_the_daemon, serving
from tests.e2e.web.tab import DESKTOP, PHONE, Door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.household import Folder
    from tests.e2e.web.tab import Size


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    household = villager(tmp_path_factory.mktemp("running"))
    household.type("run", "--once")
    return household


def test_the_daemon_serves_the_page(folder: Folder, browser: Browser) -> None:
    with beside_the_daemon(folder.path) as (served, journal):
        tab = Door(served, browser).visit()
        for path in tab.paths():
            assert tab.open(path).ok
        tab.open("/settings")
        pause = tab.page.locator("main form:has([name=verb][value=pause]) button")

        tab.press(pause)

        assert not tab.is_refused, tab.said
        assert 0 == pause.count()
        tab.press(tab.page.locator("#said button"))
        assert 1 == pause.count()
        assert "/enter/" not in journal.read_text()
        tab.was_quiet(may_move=True)


def test_what_is_saved_holds_at_once_for_the_page_and_soon_for_the_daemon(
    folder: Folder, browser: Browser
) -> None:
    with beside_the_daemon(folder.path) as (served, journal):
        tab = Door(served, browser).visit()
        for language, title in (("fr", "Aujourd’hui"), ("en", "Today")):
            tab.open("/settings")
            tab.page.locator("[name=language]").select_option(language)

            tab.press(tab.page.locator("form:has([name=language]) p > button"))

            assert not tab.is_refused, tab.said
            tab.open("/")
            expect(tab.page.locator("h1")).to_have_text(title)
            expect(tab.page.locator("html")).to_have_attribute("lang", language)
        assert 2 == journal.read_text().count('"event": "settings"')


@pytest.fixture(scope="module")
def door(folder: Folder, browser: Browser) -> Iterator[Door]:
    with serving(folder.path, "web") as served:
        yield Door(served, browser)


def reads(store: Path, days: int, *, complete: bool = False) -> None:
    """Have the store say how far back the account was read, as a reading would."""
    now = datetime.now(UTC).replace(tzinfo=None)
    back, end = (
        f"{moment.isoformat(timespec='microseconds')}Z"
        for moment in (now - timedelta(days=days), now)
    )
    with closing(sqlite3.connect(store)) as base, base:
        changed = base.execute(
            "UPDATE watches SET reaches_back_to = ?, complete_at = ?",
            (back, end if complete else None),
        )
        assert 1 == changed.rowcount


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_reading_moves_on(
    door: Door,
    folder: Folder,
    scripts: bool,  # noqa: FBT001
) -> None:
    tab = door.visit(scripts=scripts)
    reads(folder.store, 180)
    tab.open("/health")
    again = tab.page.locator("noscript a")
    bar, said = tab.page.locator("#progress progress"), tab.page.locator("#progress")

    def look() -> None:
        if not scripts:
            again.click()

    expect(bar).to_have_attribute("value", "180")
    reads(folder.store, 200)
    look()
    expect(bar).to_have_attribute("value", "200")
    reads(folder.store, 365, complete=True)
    look()
    if scripts:
        expect(said.get_by_text("is complete")).to_be_visible()
        expect(bar).to_have_attribute("value", "365")
        tab.open("/health")
    expect(bar).to_have_count(0)
    asked = [url for url in tab.requests if url == tab.page.url]
    assert (2 if scripts else 3) == len(asked)
    tab.was_quiet(may_move=not scripts)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_real_first_reading_moves_nothing_but_its_bar(
    tmp_path: Path, browser: Browser, size: Size
) -> None:
    with household(tmp_path, {"alice": "Alice"}) as (server, folder):
        for week in range(50):
            at = datetime.now(UTC) - timedelta(weeks=week)
            for number in range(20):
                text = f"@me What of {number}?"
                server.act("post", who="alice", text=text, at=at.isoformat())
        with serving(folder.path, "web") as served:
            tab = Door(served, browser).visit(size=size)
            tab.open("/health")
            said = tab.page.locator("#progress")
            expect(said).to_contain_text("not read yet")

            folder.type("run", "--once")

            expect(said.get_by_text("is complete")).to_be_visible()
            expect(said).to_contain_text("read to the end")
            tab.was_quiet()
            tab.open("/people")
            assert "Alice" == tab.page.locator("tbody a").inner_text()
