"""What is asked after a meeting, and answered on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.e2e.altered import AHEAD
from tests.e2e.web.household import villager
from tests.e2e.web.served import serving
from tests.e2e.web.tab import Door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Door]:
    """Four days from now, two after the meeting that was planned."""
    path: Path = tmp_path_factory.mktemp("meetings")
    folder = villager(path)
    folder.type("run", "--once")
    folder.type("sent", "1")
    day = datetime.now(UTC) + timedelta(days=2)
    folder.type("planned", "1", f"{day:%Y-%m-%d}", "12:30", "Café")
    folder.type("run", "--once", altered={AHEAD: "4"})
    with serving(path, "web", at=day + timedelta(days=2)) as served:
        yield Door(served, browser)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("answer", ["met", "not-yet", "no"])
def test_each_answer_can_be_undone(door: Door, answer: str, scripts: bool) -> None:  # noqa: FBT001
    tab = door.visit(scripts=scripts)
    tab.open("/meetings")
    before = tab.page.locator("main").inner_text()

    tab.press(tab.page.locator(f'form:has([name=verb][value="{answer}"]) button').first)

    assert tab.said
    assert not tab.is_refused, tab.said
    tab.press(tab.page.locator("#said button"))
    assert not tab.is_refused, tab.said
    tab.open("/meetings")
    assert before == tab.page.locator("main").inner_text()
    tab.was_quiet(may_move=True)
