from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meeting.invitation import Approval, Invitation, Plan, State, Way
from bot.domain.people.identity import Person, PersonId
from bot.text.language.catalogue import catalogue
from bot.text.letter import states
from tests.builders import ALICE, ME, NOON, account

PARIS = ZoneInfo("Europe/Paris")
PERSON = Person(PersonId("palice"), (account(ALICE),))
FIRST = Invitation(1, PERSON.id, NOON, 1)


def line(invitation: Invitation, language: str = "en") -> str:
    return states.line(invitation, PERSON, PARIS, NOON + timedelta(days=1), catalogue(language))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_state_has_a_line_of_its_own(language: str) -> None:
    plan = Plan(NOON + timedelta(days=3), "Café X", "uid", NOON)
    lines = {line(replace(FIRST, state=state, plan=plan), language) for state in State}

    assert len(State) == len(lines)
    assert not any("{" in text for text in lines)


def test_what_we_send_is_on_its_way_and_what_the_owner_sends_is_theirs() -> None:
    ours = Approval(Way.DIRECT, "sha", ME)
    by_hand = Approval(Way.HAND, "sha")
    approved = replace(FIRST, state=State.APPROVED)

    assert line(replace(approved, approval=ours)).endswith("on its way")
    assert "yours to send (since 1 November)" in line(replace(approved, approval=by_hand))


def test_a_place_that_the_owner_wrote_calls_nobody_in() -> None:
    plan = Plan(NOON, "at @bob's", "uid", NOON)

    assert "@" not in line(replace(FIRST, state=State.PLANNED, plan=plan))
