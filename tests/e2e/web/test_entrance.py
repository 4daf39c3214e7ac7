"""Who may come in and change something: the owner's browser, by a page of ours alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.web.axe import violations
from tests.e2e.web.household import villager
from tests.e2e.web.served import serving
from tests.e2e.web.tab import PHONE, Door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from tests.e2e.web.served import Served

FOREIGN: Final = "http://foreign.example"
TRAP: Final = """\
<!doctype html><title>Trap</title>
<form method="post" action="{base}/do"><input name="verb" value="pause"><button>Win</button></form>
<iframe src="{base}/" width="600" height="400"></iframe>
<img src="{base}/static/terrasse.svg">
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A household with its store on disk, and its digest out."""
    path = tmp_path_factory.mktemp("entrance")
    villager(path).type("run", "--once")
    return path


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    with serving(folder, "web") as page:
        yield page


def test_the_link_works_once(served: Served, browser: Browser, axe_core: str) -> None:
    door = Door(served, browser)
    tab = door.visit()
    assert tab.open("/").ok

    stranger = door.stranger(size=PHONE, scheme="dark").new_page()
    answer = stranger.goto(served.link)

    assert answer is not None
    assert 403 == answer.status
    assert 0 == stranger.locator("nav").count()
    assert [] == violations(stranger, axe_core)
    for path in tab.paths():
        answer = stranger.goto(served.base + path)
        assert answer is not None
        assert 403 == answer.status


def test_the_link_leaves_nothing_behind(served: Served, browser: Browser) -> None:
    door = Door(served, browser)
    context = door.stranger()
    page = context.new_page()
    page.goto(served.link)

    assert f"{served.base}/" == page.url
    assert "" == page.evaluate("document.referrer + document.cookie")
    cookie = context.cookies()[0]
    month = datetime.now(UTC) + timedelta(days=30)
    assert (True, "Strict") == (cookie["httpOnly"], cookie["sameSite"])
    assert abs(cookie["expires"] - month.timestamp()) < 60
    assert 1 == served.printed.count("/enter/")


@pytest.mark.parametrize(("minutes", "status"), [(9.5, 200), (10.5, 403)])
def test_the_link_is_good_for_ten_minutes(
    folder: Path, served: Served, browser: Browser, minutes: float, status: int
) -> None:
    ago = datetime.now(UTC) - timedelta(minutes=minutes)
    with serving(folder, "web", "--new-link", at=ago) as earlier:
        answer = Door(served, browser).stranger().new_page().goto(earlier.link)

    assert answer is not None
    assert status == answer.status


def test_a_new_link_ends_all_other_sessions(folder: Path, served: Served, browser: Browser) -> None:
    tab = Door(served, browser).visit()
    assert tab.open("/").ok
    with serving(folder, "web", "--new-link") as new:
        another = Door(new, browser).visit()

    assert 403 == tab.open("/").status
    assert another.open("/").ok


def test_another_name_for_the_host_is_refused(served: Served, browser: Browser) -> None:
    page = Door(served, browser).stranger().new_page()
    answer = page.goto(served.link.replace("127.0.0.1", "terrasse.localhost"))

    assert answer is not None
    assert 403 == answer.status
    assert Door(served, browser).visit().open("/").ok  # the link was not used up


def test_a_foreign_page_can_do_nothing(served: Served, browser: Browser) -> None:
    tab = Door(served, browser).visit()
    tab.open("/")
    before = tab.page.locator("main").inner_text()
    foreign = tab.page.context.new_page()

    def answer(route: Route) -> None:
        route.fulfill(body=TRAP.format(base=served.base), content_type="text/html")

    foreign.route(f"{FOREIGN}/**", answer)
    foreign.goto(f"{FOREIGN}/")
    foreign.wait_for_load_state("networkidle")

    shown = [frame.content() for frame in foreign.frames[1:]]
    assert not any("Terrasse" in content for content in shown)
    assert 0 == foreign.locator("img").evaluate("node => node.naturalWidth")
    with foreign.expect_response(f"{served.base}/do") as refused:
        foreign.locator("button").click()
    assert 403 == refused.value.status

    tab.open("/")
    assert before == tab.page.locator("main").inner_text()


def test_after_leaving_the_page_is_locked(served: Served, browser: Browser) -> None:
    tab = Door(served, browser).visit()
    tab.open("/")
    tab.page.locator("form[action='/leave'] button").click()
    tab.page.wait_for_load_state()

    assert 403 == tab.open("/").status
