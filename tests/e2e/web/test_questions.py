"""What is asked: whether two accounts are one person's, and what somebody wants to know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.web.household import household
from tests.e2e.web.served import serving
from tests.e2e.web.tab import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.household import Folder
    from tests.e2e.web.tab import Tab
    from tests.fakes.mastodon.running import Remote

TWINS: Final = {"olive": "Olive", "olive_too": "Olive", "asker": "Asker"}
NOTE: Final = "Grows pears and walnuts, and talks of them"
ANSWER: Final = "Conference, by the south wall."
ASKED: Final = "@me Which pear do you plant?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Remote, Folder]]:
    """Two accounts look alike, and somebody has asked a question yesterday."""
    path = tmp_path_factory.mktemp("questions")
    with household(path, TWINS, NOTE, send_as_me=True) as (server, folder):
        at = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        server.act("post", who="asker", text=ASKED, at=at)
        folder.type("run", "--once")
        yield server, folder


@pytest.fixture(scope="module")
def door(home: tuple[Remote, Folder], browser: Browser) -> Iterator[Door]:
    with serving(home[1].path, "web") as served:
        yield Door(served, browser)


def send_from(tab: Tab, verb: str) -> None:
    """Press the first button of a verb."""
    tab.press(tab.page.locator(f'main form:has([name=verb][value="{verb}"]) button').first)


def undo(tab: Tab) -> None:
    tab.press(tab.page.locator("#said button"))
    assert not tab.is_refused, tab.said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_accounts_are_one_person_or_are_not(door: Door, scripts: bool) -> None:  # noqa: FBT001
    tab = door.visit(scripts=scripts)
    tab.open("/")
    asks = tab.page.locator("section[aria-labelledby=asks]")
    before = asks.inner_text()

    send_from(tab, "not-same")

    assert not tab.is_refused, tab.said
    assert 0 == asks.count()
    undo(tab)
    assert before == asks.inner_text()

    send_from(tab, "same")

    assert not tab.is_refused, tab.said
    assert 0 == asks.count()
    tab.open("/people")
    people = tab.page.locator("tbody a")
    assert ["Asker", "Olive"] == sorted(people.all_inner_texts())
    people.filter(has_text="Olive").click()
    accounts = tab.page.locator(".accounts li")
    expect(accounts).to_have_count(2)

    send_from(tab, "unjoin")

    assert not tab.is_refused, tab.said
    expect(accounts).to_have_count(1)
    tab.open("/people")
    assert ["Asker", "Olive", "Olive"] == sorted(people.all_inner_texts())
    tab.open("/")
    for _ in ("unjoin", "same"):
        send_from(tab, "undo")
        assert not tab.is_refused, tab.said
    assert before == asks.inner_text()
    tab.was_quiet(may_move=True)


def test_a_question_is_answered_in_public(door: Door, home: tuple[Remote, Folder]) -> None:
    tab = door.visit()
    tab.open("/")
    card = tab.page.locator("article", has_text="Which pear")
    text, reply = card.locator("textarea"), card.locator("[name=verb][value='send:reply']")
    text.fill("By the south wall.")
    tab.press(card.locator("[name=verb][value=edit]"))
    text.fill(ANSWER)

    tab.press(reply)

    assert not tab.is_refused, tab.said
    expect(text).to_have_count(0)
    home[1].type("run", "--once")
    said = [post for post in home[0].act("statuses", who="me") if "wall" in post["text"]]
    assert [("public", ["asker"])] == [(post["visibility"], post["to"]) for post in said]
    assert ANSWER in said[0]["text"]
    tab.was_quiet(may_move=True)
