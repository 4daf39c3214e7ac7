"""Each action, with scripts and without; each can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.e2e.web.tab import Door, Tab

FIRST: Final = "the first of the list, whom the digest has named"
OTHER: Final = "somebody whom no digest has named"


@dataclass(frozen=True)
class Action:
    """A button of a page: its verb, and what is filled in before it is pressed."""

    path: str
    verb: str
    filled: Mapping[str, str] | None = None
    after: tuple[Action, ...] = ()

    def __str__(self) -> str:
        return f"{self.verb} on {self.path.split()[0]}"


SEND: Final = Action("/", "send")
SENT: Final = Action("/", "sent", after=(SEND,))
TRIP: Final = Action("/near", "trip", {"text": "Lyon 12-14 dec"})
PAUSE: Final = Action("/settings", "pause")
ACTIONS: Final = [
    Action("/", "place"),
    Action("/", "edit", {"text": "Un café ?"}),
    SEND,
    Action("/", "send", {"text": "Un café samedi ?"}),
    SENT,
    Action("/", "planned", {"day": "2026-12-05", "time": "15:00", "place": "Café"}, (SEND, SENT)),
    Action("/", "snooze", {"text": "3m"}),
    Action("/", "known"),
    Action("/", "declined"),
    Action("/", "never"),
    Action("/", "pause"),
    Action(FIRST, "met"),
    Action(FIRST, "known"),
    Action(FIRST, "snooze", {"text": "1w"}),
    Action(FIRST, "never"),
    Action(FIRST, "place", {"text": "Quimper"}),
    Action(OTHER, "draft"),
    Action(OTHER, "met"),
    Action("/near", "place"),
    Action("/near", "place", {"text": "Rennes"}),
    TRIP,
    Action("/near", "trip", after=(TRIP,)),  # its button cancels it
    Action("/settings", "goal", {"text": "2/month"}),
    Action("/settings", "place", {"text": "Rennes"}),
    PAUSE,
    Action("/settings", "resume", after=(PAUSE,)),
]


def press(tab: Tab, action: Action) -> None:
    """Fill the first form with its button and its fields in, and press the button."""
    filled = action.filled or {}
    fields = "".join(f':has([name="{name}"]:not([type=hidden], button))' for name in filled)
    verb = f'[name=verb][value="{action.verb}"]'
    form = tab.page.locator(f"main form:has({verb}){fields}").first
    fold = form.locator("xpath=ancestor::details[not(@open)]")
    if fold.count():
        fold.locator("summary").click()
    for name, value in filled.items():
        if form.locator(f'select[name="{name}"]').count():
            form.locator(f'[name="{name}"]').select_option(value)
        else:
            form.locator(f'[name="{name}"]').fill(value)
    own = form.locator(f"button{verb}")
    tab.press(own if own.count() else form.locator("button").first)


def place_of(tab: Tab, path: str) -> str:
    if path not in {FIRST, OTHER}:
        return path
    tab.open("/people")
    people = tab.page.locator("tbody a")
    return people.nth(0 if path == FIRST else 4).get_attribute("href") or ""


def looked(tab: Tab, path: str) -> str:
    """All that the page shows, but what it says of the last action."""
    tab.open(path)
    text: str = tab.page.evaluate(
        """() => [...document.querySelectorAll("main > :not(#said), textarea")]
        .map(node => node.value ?? node.innerText).join("\\n")"""
    )
    return text


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_and_the_way_back(village: Door, action: Action) -> None:
    scripts = village.language == "en"  # in French all is done without
    tab, onlooker = (village.visit(scripts=scripts) for _ in range(2))
    path = place_of(tab, action.path)
    stood = [looked(onlooker, path)]
    for first in action.after:
        tab.open(first.path)
        press(tab, first)
        stood.append(looked(onlooker, path))
    tab.open(path)

    press(tab, action)

    assert tab.said
    assert not tab.is_refused, tab.said
    done = looked(onlooker, path)
    assert done != stood[-1]

    tab.press(tab.page.locator("#said button"))

    assert tab.said
    assert not tab.is_refused, tab.said
    assert done != looked(onlooker, path)
    while looked(onlooker, path) != stood[0]:
        tab.open("/")
        press(tab, Action("/", "undo"))
        assert not tab.is_refused, tab.said
    tab.was_quiet(may_move=True)
