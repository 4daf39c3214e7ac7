"""A real store and config: hostile neighbours, two tabs, messages meanwhile, what waits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import pytest

from tests.e2e.outbox import let_minutes_pass
from tests.e2e.web.axe import violations
from tests.e2e.web.household import NAMES, POSTING, household
from tests.e2e.web.layout import faults
from tests.e2e.web.served import serving
from tests.e2e.web.tab import DESKTOP, PHONE, Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.household import Folder
    from tests.e2e.web.tab import Size, Tab
    from tests.fakes.mastodon.running import Remote


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Remote, Folder]]:
    with household(tmp_path_factory.mktemp("household")) as (server, folder):
        folder.type("run", "--once")
        server.act("post", who="me", text="@bot hello", visibility="direct")
        folder.type("run", "--once")
        yield server, folder


@pytest.fixture(scope="module")
def server(lived_in: tuple[Remote, Folder]) -> Remote:
    return lived_in[0]


@pytest.fixture(scope="module")
def folder(lived_in: tuple[Remote, Folder]) -> Folder:
    return lived_in[1]


@pytest.fixture(scope="module")
def door(folder: Folder, browser: Browser) -> Iterator[Door]:
    with serving(folder.path, "web") as served:
        yield Door(served, browser)


def everywhere(tab: Tab) -> list[str]:
    """Each view, and each person's own."""
    views = tab.paths()
    tab.open("/people")
    people = tab.page.locator("tbody a").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    assert len(NAMES) == len(people)
    return [*views, *people]


STRANGE: Final = "img, iframe, b, [onload], [onerror], [style], script:not([src^='/static/'])"
"""What no page of ours has."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_names_and_posts_of_strangers_are_only_text(door: Door, size: Size) -> None:
    tab = door.visit(size=size)

    for path in everywhere(tab):
        tab.open(path)

        assert tab.page.title().endswith("· Terrasse")
        assert [] == tab.page.locator(STRANGE).all()
        links = tab.page.locator("a").evaluate_all(
            "nodes => nodes.map(node => node.href.baseVal ?? node.href)"
        )
        assert {"https", "http"} >= {urlsplit(urljoin(tab.base, link)).scheme for link in links}
        assert [] == faults(tab.page), path
    tab.was_quiet()


@pytest.mark.parametrize("path", ["/", "/people", "/circles", ""])
def test_axe_finds_nothing_among_strange_names(door: Door, axe_core: str, path: str) -> None:
    tab = door.visit(size=PHONE)
    tab.open(path or everywhere(tab)[-1])

    assert [] == violations(tab.page, axe_core)


def test_of_two_tabs_the_stale_one_is_refused(door: Door) -> None:
    first, second = door.visit(), door.visit(scripts=False)
    for tab in (first, second):
        tab.open("/")
    name = first.page.locator("article h3").first.inner_text()

    press(first, "never")
    assert not first.is_refused
    press(second, "known")

    assert second.is_refused
    assert name not in second.page.locator("article h3").all_inner_texts()
    first.press(first.page.locator("#said button"))
    assert not first.is_refused
    assert name in first.page.locator("article h3").all_inner_texts()


def test_a_message_meanwhile_makes_the_tab_stale(
    door: Door, server: Remote, folder: Folder
) -> None:
    tab = door.visit()
    tab.open("/")

    server.act("post", who="me", text="@bot pause", visibility="direct")
    folder.type("run", "--once")
    press(tab, "pause")

    assert tab.is_refused
    press(tab, "resume")
    assert not tab.is_refused


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_shows_how_it_stands_and_sends_nothing_again(door: Door, scripts: bool) -> None:  # noqa: FBT001
    tab = door.visit(scripts=scripts)
    tab.open("/meetings")
    tab.open("/")
    press(tab, "pause")
    posted: list[str] = []
    tab.page.on("request", lambda request: posted.append(request.method))

    tab.page.go_back()
    tab.page.wait_for_load_state("networkidle")
    if tab.path != "/":
        tab.page.go_forward()

    tab.page.locator("[name=verb][value=resume]").wait_for(state="attached")
    assert {"GET"} == set(posted)
    press(tab, "resume")
    assert not tab.is_refused, tab.said


def test_what_waits_is_sent_again_or_given_up(door: Door, server: Remote, folder: Folder) -> None:
    tab = door.visit()
    for act, becomes in (("resend", "sent"), ("drop", "cancelled")):
        server.act("fault", mode="429 seconds", where=POSTING)
        server.act("post", who="me", text="@bot help", visibility="direct")
        folder.start("run", "--once").communicate(timeout=60)
        let_minutes_pass(folder.store)
        tab.open("/health")

        tab.press(tab.page.locator(f"form:has([name=act][value={act}]) button").first)

        assert tab.said
        assert not tab.is_refused, tab.said
        folder.type("run", "--once")
        assert becomes == json.loads(folder.type("outbox", "--json"))[-1]["state"]
    tab.was_quiet(may_move=True)


def test_settings_are_kept_in_the_file_beside_its_comments(door: Door, folder: Folder) -> None:
    tab = door.visit()
    tab.open("/settings")
    stale = door.visit(scripts=False)
    stale.open("/settings")

    tab.page.locator("[name=goal_meetings]").fill("2")
    tab.press(tab.page.locator("form:has([name=goal_meetings]) button"))

    assert not tab.is_refused, tab.said
    text = (folder.path / "terrasse.toml").read_text()
    assert text.startswith("# Camille's own comment\n")
    assert "meetings = 2" in text
    stale.page.locator("[name=goal_meetings]").fill("3")
    stale.page.locator("form:has([name=goal_meetings]) button").click()
    stale.page.locator(".refusal").wait_for()
    assert text == (folder.path / "terrasse.toml").read_text()


def test_the_feed_is_there_as_long_as_it_is_on(door: Door) -> None:
    tab = door.visit()
    tab.open("/settings")
    tab.press(tab.page.locator("[name=act][value=on]"))
    address = next(word for word in tab.said.split() if "/feed/" in word)
    stranger = door.stranger().request

    assert stranger.get(address).text().startswith("BEGIN:VCALENDAR")
    tab.press(tab.page.locator("[name=act][value=off]"))
    assert 404 == stranger.get(address).status


def press(tab: Tab, verb: str) -> None:
    """Press the first button of a verb."""
    form = tab.page.locator(f'main form:has([name=verb][value="{verb}"])').first
    fold = form.locator("xpath=ancestor::details[not(@open)]")
    if fold.count():
        fold.locator("summary").click()
    tab.press(form.locator("button").first)
