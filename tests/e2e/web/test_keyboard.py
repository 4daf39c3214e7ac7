"""The page by the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.web.layout import focused, reachable, walk
from tests.e2e.web.tab import DESKTOP, PHONE

if TYPE_CHECKING:
    from tests.e2e.web.tab import Door, Size, Tab


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_all_is_reached_in_order_and_seen(village: Door, size: Size) -> None:
    tab = village.visit(size=size)

    for path in tab.paths():
        tab.open(path)
        went = list(walk(tab.page))

        assert [] == [focus.html for focus in went if not (focus.is_marked and focus.is_seen)]
        assert reachable(tab.page) == [focus.number for focus in went], path


def test_the_first_key_leads_past_the_navigation(village: Door) -> None:
    tab = village.visit()
    tab.open("/people")

    tab.page.keyboard.press("Tab")
    skip = tab.page.locator(".skip")
    box = skip.bounding_box()
    assert skip.evaluate("node => node == document.activeElement")
    assert box is not None
    assert box["width"] > 50
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")

    assert tab.page.locator("main :focus").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_draft_is_changed_and_the_change_undone(village: Door, scripts: bool) -> None:  # noqa: FBT001
    tab = village.visit(scripts=scripts)
    tab.open("/")
    draft = tab.page.locator("textarea").first
    before = draft.input_value()

    go_to(tab, "<textarea")
    tab.page.keyboard.press("Control+End")
    tab.page.keyboard.type(" À bientôt !")
    go_to(tab, 'value="edit"')
    tab.press(key="Enter")

    assert before + " À bientôt !" == draft.input_value()
    there = focused(tab.page)
    assert there is not None
    assert 'class="said"' in there.html
    tab.page.keyboard.press("Tab")
    tab.press(key="Enter")
    assert before == draft.input_value()
    tab.was_quiet(may_move=True)


@pytest.mark.parametrize("size", [PHONE, (320, 256)], ids=["phone", "zoomed phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_answered_is_seen_and_no_place_is_lost(
    village: Door,
    scripts: bool,  # noqa: FBT001
    size: Size,
) -> None:
    tab = village.visit(size=size, scripts=scripts)
    tab.open("/people")
    tab.page.locator("tbody a").nth(5).click()
    tab.page.wait_for_url("**/people/*")

    for verb in ("place", "undo", "never", "undo"):
        form = tab.page.locator(f'main form:has([name=verb][value="{verb}"])').first
        for field in form.locator("input[name=text]:not([type=hidden])").all():
            field.fill("Quimper")
        tab.press(form.locator("button").first)
        said = tab.page.locator("#said > .said")
        expect(said).to_be_focused()
        expect(said.locator("p")).to_be_in_viewport(ratio=1)
        if size == PHONE:
            expect(tab.page.locator("nav")).to_be_in_viewport(ratio=1)

    tab.page.locator("[hx-get]").click()
    expect(tab.page.locator("#posts")).to_be_focused()
    expect(tab.page.locator("#posts")).to_be_in_viewport()
    if scripts:  # without, the browser keeps each answer as a page to go back to
        tab.page.go_back()
        tab.page.wait_for_url("**/people")


def go_to(tab: Tab, html: str) -> None:
    """Press Tab until something has the focus whose HTML holds this."""
    assert any(html in focus.html for focus in walk(tab.page))
