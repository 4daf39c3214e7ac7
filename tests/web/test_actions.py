"""A form does what a direct message would, once, and only if its page still tells the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.services.delivery.deliver import deliver
from bot.services.delivery.waiting import CHANGED, mark_of
from bot.services.obey.marks import read_marks
from bot.services.obey.messages import do
from bot.services.owner.decisions import find_person
from bot.web import actions
from bot.web.app import ACTIONS
from tests.services.situations import (
    SITUATIONS,
    VERBS,
    in_situation,
    invitation,
    received,
    rows_to,
    tell,
    there,
)
from tests.web.visitor import Fields, Visitor, node, pressed

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from tests.services.household import Household

pytestmark = pytest.mark.anyio
ALICE = "@alice@village.example"


async def alice(house: Household) -> Person:
    async with house.store.unit(house.owner) as unit:
        return await find_person(unit, "alice")


async def form(house: Household, verb: str) -> Fields:
    """What a page of this moment would send for a verb about Alice, filled in as in VERBS."""
    person, verb = await alice(house), verb.replace(" ", "-")
    async with house.store.unit(house.owner) as unit:
        seen = (await read_marks(unit, [person])).of(verb, [person.id])
    fields = [("verb", verb), ("person", person.id), ("seen", seen), ("back", "/")]
    if verb == Verb.EDIT:
        fields.append(("text", "Hi Alice, tea on Sunday?"))
    if verb == Verb.PLANNED:
        today = house.clock.now().date()
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        fields += [("day", saturday.isoformat()), ("time", "12:30"), ("place", "Café X")]
    found = await invitation(house)
    if verb == Verb.SEND and found is not None and found.is_open and found.wording is not None:
        fields.append(("text", found.wording.text))
    return fields


async def left(house: Household) -> dict[str, list[dict[str, object]]]:
    """All rows, without what is random in them."""
    async with house.store.unit(house.owner) as unit:
        found = await unit.rows()
    return {
        table: [{name: _steady(name, value) for name, value in row.items()} for row in rows]
        for table, rows in found.items()
    }


def _steady(name: str, value: object) -> object:
    if name == "plan" and isinstance(value, dict):
        return {**value, "uid": ""}
    return "" if name == "idem_key" else value


CASES = [
    *(("drafted", verb) for verb in VERBS),
    *((situation, "send") for situation in SITUATIONS if situation != "drafted"),
]


@pytest.mark.parametrize(("situation", "verb"), CASES)
async def test_a_form_leaves_what_the_message_would_leave(situation: str, verb: str) -> None:
    by_message, by_form = await in_situation(situation), await in_situation(situation)
    visitor = await Visitor(by_form.context).enter()

    await tell(by_message, VERBS[verb])
    answer = await visitor.post("/do", await form(by_form, verb))

    assert 303 == answer.status_code
    await deliver(by_message.context)
    await deliver(by_form.context)
    assert await left(by_message) == await left(by_form)
    assert received(by_message) == received(by_form)
    assert (await visitor.told(answer)) != ""


async def test_of_two_tabs_the_second_is_refused_and_shows_how_it_stands(
    visitor: Visitor, house: Household
) -> None:
    first, second = await visitor.page(), await visitor.page()

    await visitor.press("edit", on=first, text="Hi Alice, how about tea?")
    answer = await visitor.press("send", on=second)

    assert CHANGED in await visitor.told(answer)
    assert [] == await rows_to(house)
    shown = (await visitor.page()).css_first("textarea")
    assert shown is not None
    assert "Hi Alice, how about tea?" == shown.text().strip()


@pytest.mark.parametrize("verb", ["send", "edit", "never", "snooze", "known"])
@pytest.mark.parametrize(
    "message", [f"edit {ALICE}: Tea?", f"never {ALICE}", f"planned {ALICE} saturday 12:30"]
)
async def test_a_message_meanwhile_wins(
    visitor: Visitor, house: Household, verb: str, message: str
) -> None:
    page = await visitor.page()
    await tell(house, message)
    async with house.store.unit(house.owner) as unit:
        before = await unit.rows()

    answer = await visitor.press(verb, on=page)

    assert CHANGED in await visitor.told(answer)
    async with house.store.unit(house.owner) as unit:
        assert before == await unit.rows()


async def test_a_form_pressed_twice_acts_once(visitor: Visitor, house: Household) -> None:
    page = await visitor.page()

    answers = [await visitor.press("send", on=page) for _ in range(2)]

    assert [303, 303] == [answer.status_code for answer in answers]
    await deliver(house.context)
    assert 1 == len(received(house))
    async with house.store.unit(house.owner) as unit:
        last, before = await unit.decisions.pop(), await unit.decisions.pop()
    assert ["send", "draft"] == [found.verb for found in (last, before) if found is not None]


async def test_what_is_sent_is_the_text_on_the_page(visitor: Visitor, house: Household) -> None:
    text = "Hi Alice, <b>tea</b> & cake on Sunday?\n\nNo worries if not."

    await visitor.press("send", on=await visitor.page(), text=text.replace("\n", "\r\n"))

    assert [True] == [text in message for message in received(house)]
    assert State.SENT is (await there(house)).state


async def test_a_text_that_comes_between_is_not_sent(
    visitor: Visitor, house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of the page is saved, and then sent: what is written in between is neither."""

    async def interrupted(*given: Any) -> str:  # noqa: ANN401 (as `do` takes it)
        said = await do(*given)
        await tell(house, f"edit {ALICE}: Something else")
        return said

    page = await visitor.page()
    monkeypatch.setattr(actions, "do", interrupted)
    answer = await visitor.press("send", on=page, text="Hi Alice, tea?")

    assert CHANGED in await visitor.told(answer)
    assert [] == await rows_to(house)


async def test_a_draft_is_not_changed_by_being_shown(visitor: Visitor, house: Household) -> None:
    """What looks like a secret is hidden elsewhere; here it would be sent changed."""
    text = "Hi! “Token: abcd-efgh-ijkl-mnop” & <i>\u2068so\u2069 on"
    await tell(house, f"edit {ALICE}: {text}")

    await visitor.press("send", on=await visitor.page())

    draft = (await there(house)).wording
    assert draft is not None
    assert "abcd-efgh-ijkl-mnop" in draft.text
    assert 1 == len(received(house))


async def test_each_action_can_be_undone_on_the_page_that_tells_of_it(
    visitor: Visitor, house: Household
) -> None:
    before = await alice(house)
    for verb in ("snooze", "known", "never"):
        answer = await visitor.press(verb, on=await visitor.page())
        shown = await visitor.page(answer.headers["location"])
        assert "Undo" in (shown.css_first("#said") or shown).text()
        assert Standing.NEW is not (await alice(house)).standing

        answer = await visitor.press("undo", on=shown)

        assert "Undone" in await visitor.told(answer)
        assert before == await alice(house)
        assert State.DRAFTED is (await there(house)).state


@pytest.mark.parametrize(("situation", "verb"), CASES)
async def test_what_a_page_offers_to_undo_is_undone(situation: str, verb: str) -> None:
    house = await in_situation(situation)
    visitor = await Visitor(house.context).enter()

    answer = await visitor.post("/do", await form(house, verb))
    page = await visitor.page(answer.headers["location"])

    offers = "Undo: " in node(page, "main").text()
    if situation == "drafted":
        assert offers == (verb != "send")
    if offers:
        undone = await visitor.told(await visitor.press("undo", on=page))
        assert undone.startswith("Undone: "), undone


async def test_a_button_pressed_twice_says_what_it_did(visitor: Visitor) -> None:
    path, fields = pressed(await visitor.page(), "never")
    for _ in range(3):
        answer = await visitor.post(path, fields)

    page = await visitor.page(answer.headers["location"])

    did, refused = node(page, "#said p").text().split("\n")
    assert did.startswith("Alice Martin")
    assert CHANGED == refused
    assert "Undo: never Alice Martin" == node(page, "#said button").text()


async def test_undo_takes_back_what_it_names_and_nothing_later(
    visitor: Visitor, house: Household
) -> None:
    answer = await visitor.press("snooze", on=await visitor.page())
    page = await visitor.page(answer.headers["location"])
    await tell(house, f"known {ALICE}")

    answer = await visitor.press("undo", on=page)

    assert CHANGED in await visitor.told(answer)
    assert Standing.KNOWN is (await alice(house)).standing


async def test_the_answer_is_shown_once(visitor: Visitor) -> None:
    answer = await visitor.press("snooze", on=await visitor.page())

    assert await visitor.told(answer) != ""
    assert await visitor.told(answer) == ""


async def test_a_yes_is_for_the_question_on_the_page() -> None:
    """A yes to whether a message arrived must never confirm that somebody is forgotten."""
    house = await in_situation("arrived?")
    visitor = await Visitor(house.context).enter()
    page = await visitor.page()
    await tell(house, f"forget {ALICE}")

    answer = await visitor.press("yes", on=page)

    assert CHANGED in await visitor.told(answer)
    assert (await alice(house)).accounts


async def test_forgetting_is_asked_back() -> None:
    house = await in_situation("drafted")
    visitor = await Visitor(house.context).enter()
    person = await alice(house)
    async with house.store.unit(house.owner) as unit:
        seen = (await read_marks(unit, [person])).of("forget", [person.id])

    fields = [("verb", "forget"), ("person", person.id), ("seen", seen)]
    answer = await visitor.post("/do", fields)
    await visitor.told(answer)
    answer = await visitor.press("yes", on=await visitor.page())

    page = await visitor.page(answer.headers["location"])
    assert "Forgotten" in node(page, "#said").text()
    assert "Undo" not in node(page, "main").text()
    async with house.store.unit(house.owner) as unit:
        assert person.id not in {known.id for known in await unit.people.all()}


@pytest.mark.parametrize("act", ["resend", "drop"])
async def test_a_message_of_the_outbox_is_settled_once(act: str) -> None:
    house = await in_situation("arrived?")
    visitor = await Visitor(house.context).enter()
    (row,) = await rows_to(house)
    assert "Send again" in str((await visitor.page("/health")).html)
    fields = [("act", act), ("id", str(row.id)), ("seen", mark_of(row)), ("back", "/health")]

    told = [await visitor.told(await visitor.post("/outbox", fields)) for _ in range(2)]

    assert "Message" in told[0]
    assert CHANGED in told[1]
    (now,) = await rows_to(house)
    wanted = OutboxState.PENDING if act == "resend" else OutboxState.CANCELLED
    assert wanted is now.state


@pytest.mark.parametrize("state", OutboxState)
async def test_what_is_not_over_stands_under_what_is_on_its_way(state: OutboxState) -> None:
    house = await in_situation("arrived?")
    visitor = await Visitor(house.context).enter()
    (row,) = await rows_to(house)
    async with house.store.unit(house.owner) as unit:
        outbox = type(unit.outbox)

    with patch.object(outbox, "all", return_value=[replace(row, state=state)]):
        page = await visitor.page("/health")

    is_over = state in {OutboxState.SENT, OutboxState.REJECTED, OutboxState.CANCELLED}
    assert is_over == bool(page.css("#over"))
    assert is_over == ("Nothing waits" in node(page, "#waiting ~ *").text())


@pytest.mark.parametrize(
    "back",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "", "x"),
        *(
            "/../other",
            "/%2e%2e/other",
            "/.//evil.example",
            f"/{'a' * 60_000}!",
            "/a" * 30_000 + "!",
        ),
    ],
    ids=lambda back: back[:20],
)
async def test_an_action_leads_to_a_page_of_ours_alone(visitor: Visitor, back: str) -> None:
    answer = await visitor.post("/do", [("verb", "pause"), ("seen", ""), ("back", back)])

    assert "/" == answer.headers["location"]


async def test_it_leads_back_to_the_page_with_its_parameters(visitor: Visitor) -> None:
    back = "/people?sort=name&page=2"

    answer = await visitor.post("/do", [("verb", "pause"), ("seen", ""), ("back", back)])

    assert back == answer.headers["location"]


FORM_TYPE = "application/x-www-form-urlencoded"
FORM = {"Content-Type": FORM_TYPE}
WORDS = st.one_of(
    st.sampled_from([*Verb, *VERBS, "", "0", "-1", "9" * 40, "²", "home", "everything", "resend"]),
    st.text(max_size=20),
)
NAMES = st.sampled_from(
    ["verb", "person", "seen", "back", "text", "day", "time", "place", "id", "act"]
)


@pytest.fixture(scope="module")
async def fuzzed() -> Visitor:
    return await Visitor((await in_situation("drafted")).context).enter()


@given(
    fields=st.lists(st.tuples(NAMES, WORDS), max_size=8), path=st.sampled_from(["/do", "/outbox"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
async def test_no_form_is_answered_with_a_failure_of_ours(
    fuzzed: Visitor, fields: Fields, path: str
) -> None:
    answer = await fuzzed.post(path, [field for field in fields if _is_utf8(field[1])])

    assert answer.status_code in {303, 400, 404}


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"verb=" + b"a" * 200_000, 413),
        (b"verb=%ff%fe", 400),
        (b"verb=\xff", 400),
        (b"&".join([b"a=1"] * 50), 400),
        (b"", 400),
    ],
    ids=["long", "no UTF-8", "no ASCII", "many fields", "empty"],
)
async def test_what_is_no_form_is_refused(visitor: Visitor, body: bytes, status: int) -> None:
    answer = await visitor.client.post(
        "/do", content=body, headers={"Origin": "http://127.0.0.1:8737", **FORM}
    )

    assert status == answer.status_code


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "multipart/form-data; boundary=a", "application/json", "", f"{FORM_TYPE}x"],
)
async def test_only_the_type_of_our_forms_is_read(visitor: Visitor, kind: str) -> None:
    fields = [("verb", "pause"), ("seen", "")]

    for path in ACTIONS.keys() - {"/leave"}:
        assert 415 == (await visitor.post(path, fields, Content_Type=kind)).status_code
    kind = f"{FORM_TYPE.upper()}; charset=UTF-8"
    assert 303 == (await visitor.post("/do", fields, Content_Type=kind)).status_code


def test_a_page_has_no_button_that_is_not_there() -> None:
    with pytest.raises(AssertionError):
        pressed(LexborHTMLParser("<form></form>"), "never")
