"""What the pages show: in every situation, in both languages, and of names that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.domain.meeting.slot import Window
from bot.domain.safety.outside import safe
from bot.text.language.catalogue import catalogue
from bot.web.app import PAGES
from bot.web.page import _environment, linked
from tests.services.household import Household
from tests.services.situations import SITUATIONS, acquainted, in_situation, tell
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.anyio
PATHS = [path for path in PAGES if "{" not in path]
HOSTILE = (
    "</textarea></script><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&#x202e;Eve",
    "\u202eEvil\u2066\u0000\u200b\x1b[31m",
    "javascript:alert(1)",
    "A" * 500,
    "Z\u0301\u0302\u0303\u0304\u0305" * 30,
)


def faults(page: LexborHTMLParser) -> list[str]:
    """What no page of ours may hold."""
    return [*_active(page), *_foreign(page), *_unlabelled(page), *_unordered(page)]


def _active(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("*"):
        if node.tag in {"iframe", "object", "embed", "img", "base", "style"}:
            yield f"a {node.tag}"
        if node.tag == "script" and node.text():
            yield "a script within the page"
        yield from (
            f"{name} of {node.tag}"
            for name in node.attributes
            if name.startswith("on") or name == "style"
        )
    for form in page.css("form"):
        if form.attributes.get("method") != "post" and form.css_first("[name=verb]"):
            yield "an action by GET"


def _foreign(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("[src], [action], [formaction]"):
        for name in {"src", "action", "formaction"} & node.attributes.keys():
            if not (node.attributes[name] or "").startswith("/"):
                yield f"{name} of {node.tag}: {node.attributes[name]}"
    for link in page.css("[href]"):
        address = link.attributes["href"] or ""
        if address.startswith("https://"):
            if link.attributes.get("rel") != "noopener noreferrer nofollow":
                yield f"a link to others that says too much: {link.html}"
        elif not address.startswith(("/", "#")):
            yield f"link to {address}"


def _unlabelled(page: LexborHTMLParser) -> Iterator[str]:
    labelled = {node.attributes.get("for") for node in page.css("label")}
    within = {node.mem_id for node in page.css("label *")}
    for node in page.css("textarea, select, input:not([type=hidden])"):
        if node.attributes.get("id") not in labelled and node.mem_id not in within:
            yield f"{node.attributes.get('name')} has no label"
    ids = [node.attributes["id"] for node in page.css("[id]")]
    yield from {f"id {name} twice" for name in ids if ids.count(name) > 1}


def _unordered(page: LexborHTMLParser) -> Iterator[str]:
    levels = [int(str(node.tag)[1]) for node in page.css("h1, h2, h3, h4")]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings out of order: {levels}"


def text_of(page: LexborHTMLParser, selector: str) -> str:
    found = page.css_first(selector)
    assert found is not None
    return found.text(strip=True)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_page_is_sound_in_every_situation(situation: str, language: str) -> None:
    house = await in_situation(situation)
    wishes = replace(house.context.wishes, words=catalogue(language))
    visitor = await Visitor(replace(house.context, wishes=wishes)).enter()

    for path in PATHS:
        page = await visitor.page(path)
        assert [] == faults(page)
        assert page.css_matches(f"html[lang={language}]")
        assert text_of(page, "main")


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_only_text(name: str) -> None:
    house = Household()
    world = house.world
    world.describe(replace(world.account(house.alice), display_name=name, bio=name))
    await acquainted(house)
    await tell(house, "draft @alice@village.example")
    await tell(house, f"edit @alice@village.example: {name}")
    await tell(house, "send @alice@village.example")
    visitor = await Visitor(house.context).enter()

    for path in PATHS:
        answer = await visitor.client.get(path)
        page = LexborHTMLParser(answer.text)
        assert 200 == answer.status_code
        assert [] == faults(page)
        assert 2 == len(page.css("script[src^='/static/']")) == len(page.css("script"))
        assert not set(answer.text) & set("\u202e\u2066\u200b\x00\x1b")


@pytest.mark.parametrize("text", HOSTILE)
def test_all_that_a_template_shows_is_escaped_and_clean(text: str) -> None:
    template = _environment().from_string("<p title='{{ text }}' id=\"{{ text }}\">{{ text }}</p>")

    page = LexborHTMLParser(template.render(text=text))

    (shown,) = page.css("body *")
    assert {"title", "id"} == shown.attributes.keys()
    assert shown.text() == shown.attributes["title"] == safe(text, lines=True)
    assert not set(shown.text()) & set("\u202e\u2066\u200b\x00\x1b")


async def test_somebody_left_out_is_shown_with_the_reason_alone(house: Household) -> None:
    await tell(house, "planned @alice@village.example saturday 15:00")
    world = house.world
    world.describe(replace(world.account(house.alice), bio="Seeds. #nobot"))
    async with house.store.unit(house.owner) as unit:
        await unit.people.save([world.account(house.alice)], house.clock.now())
    visitor = await Visitor(house.context).enter()

    page = await visitor.page()

    (card,) = page.css("article")
    assert "#nobot" in card.text()
    assert [] == card.css("form")
    assert "exchanges" not in card.text()
    assert "Alice" not in text_of(page, ".week")


async def test_the_week_shows_what_is_free_proposed_and_planned(house: Household) -> None:
    windows = (Window(1, time(12, 30), time(14), "lunch"), Window(5, time(15), time(17), "coffee"))
    context = replace(house.context, wishes=replace(house.context.wishes, windows=windows))
    house.context = context
    await tell(house, "planned @alice@village.example saturday 15:00 Café X")
    visitor = await Visitor(context).enter()

    week = [node.text(separator=" ").split() for node in (await visitor.page()).css(".week > li")]

    assert 14 == len(week)
    said = [" ".join(day) for day in week]
    assert any("Saturday" in day and "with Alice Martin" in day for day in said)
    assert any("Tuesday" in day and "12:30–14:00 free, lunch" in day for day in said)


async def test_a_failure_of_a_page_is_kept_and_said(visitor: Visitor, house: Household) -> None:
    with patch("bot.web.pages.today.say_when", side_effect=RuntimeError("Alice’s secret")):
        answer = await visitor.client.get("/")

    assert 500 == answer.status_code
    assert "terrasse doctor" in answer.text
    assert "secret" not in answer.text
    async with house.store.unit(house.owner) as unit:
        assert ["the web page"] == [mishap.subject for mishap in await unit.mishaps.all()]
    assert 200 == (await visitor.client.get("/")).status_code


async def test_the_focus_goes_to_what_a_page_says(visitor: Visitor) -> None:
    """Also where it comes in the place of another page, and of what had the focus there."""
    said = await visitor.press("never", on=await visitor.page())
    answers = [
        await visitor.client.get(said.headers["location"]),
        await visitor.client.get("/nothing"),
        await visitor.another().get("/"),
    ]
    assert [200, 404, 403] == [answer.status_code for answer in answers]
    for answer in answers:
        (found,) = LexborHTMLParser(answer.text).css("main [autofocus]")
        assert "-1" == found.attributes["tabindex"]
        assert found.text(strip=True)


async def test_who_is_not_there_is_not_found(visitor: Visitor) -> None:
    for path in ("/nowhere", "/people/p", "/static/../app.py", "/enter"):
        assert (await visitor.client.get(path)).status_code in {404, 403}


@pytest.mark.parametrize("said", ["Said “https://a.example/b?c=d&e=f”.", "https://x.example/<b>"])
def test_links_in_a_text_can_be_followed(said: str) -> None:
    page = LexborHTMLParser(f"<p>{linked(said)}</p>")

    (link,) = page.css("a")
    assert link.text() == link.attributes["href"]
    assert text_of(page, "p") == said
    assert [] == page.css("b")
