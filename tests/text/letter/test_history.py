"""The history with a person, as in the answer to `why`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meeting import invitation as life
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import Approval, Invitation, Way, Wording
from bot.domain.people.identity import PersonId
from bot.text.language.catalogue import catalogue
from bot.text.letter import history
from tests.builders import at

if TYPE_CHECKING:
    from datetime import datetime

PARIS = ZoneInfo("Europe/Paris")
ALICE = PersonId("alice")
BEGUN = at("2026-11-22 17:00")
DAY = timedelta(days=1)
FIRST = Invitation(1, ALICE, BEGUN, 1)


def told(
    versions: list[Invitation], *meetings: Meeting, suggested: tuple[datetime, ...] = (BEGUN,)
) -> list[str]:
    return lines("en", versions, meetings, suggested)


def lines(
    language: str,
    versions: list[Invitation],
    meetings: tuple[Meeting, ...] = (),
    suggested: tuple[datetime, ...] = (BEGUN,),
) -> list[str]:
    now = at("2026-12-20 12:00")
    words = catalogue(language)
    return history.lines(suggested, versions, meetings, zone=PARIS, now=now, words=words)


def grown(*steps: Invitation | None) -> list[Invitation]:
    """The versions of an invitation; fails if a transition was not allowed."""
    found = [step for step in steps if step is not None]
    assert len(steps) == len(found)
    return found


@pytest.fixture
def versions() -> list[Invitation]:
    """Suggested, drafted, approved, sent, answered, planned, planned again, met."""
    drafted = life.drafted(FIRST, Wording("Hi", "en"), BEGUN)
    assert drafted is not None
    approved = life.approved(drafted, Approval(Way.HAND, "sha"), BEGUN + DAY)
    assert approved is not None
    sent = life.sent(approved, BEGUN + 2 * DAY)
    assert sent is not None
    answered = life.answered(sent, BEGUN + 4 * DAY)
    assert answered is not None
    planned = life.planned(answered, at("2026-12-05 11:30"), "Café X", "uid", BEGUN + 5 * DAY)
    assert planned is not None
    moved = life.planned(planned, at("2026-12-12 11:30"), "Café X", "uid", BEGUN + 6 * DAY)
    assert moved is not None
    met = life.met(moved, at("2026-12-13 09:00"))
    return grown(FIRST, drafted, approved, sent, answered, planned, moved, met)


MET = Meeting(date(2026, 12, 12), at("2026-12-13 09:00"), ALICE)


def test_every_step_has_its_day_and_a_plan_its_last_one(versions: list[Invitation]) -> None:
    assert [
        "22 November: suggested",
        "24 November: invitation sent",
        "26 November: answered",
        "28 November: planned for Saturday 12 December at 12:30, Café X",
        "12 December: you met",
    ] == told(versions, MET)


def test_it_is_told_in_french(versions: list[Invitation]) -> None:
    assert [
        "22 novembre\u00a0: suggestion",
        "24 novembre\u00a0: invitation envoyée",
        "26 novembre\u00a0: réponse reçue",
        "28 novembre\u00a0: rendez-vous fixé au samedi 12 décembre à 12\u00a0h\u00a030, Café X",
        "12 décembre\u00a0: la rencontre a eu lieu",
    ] == lines("fr", versions, (MET,))


def test_a_draft_is_told_while_it_is_one(versions: list[Invitation]) -> None:
    assert "22 November: invitation drafted, not sent" == told(versions[:2])[-1]
    assert "23 November: invitation approved, not sent yet" == told(versions[:3])[-1]


def test_what_was_taken_back_is_left_out(versions: list[Invitation]) -> None:
    back = life.taken_back(versions[3], versions[1], BEGUN + 3 * DAY)

    assert ["22 November: suggested", "22 November: invitation drafted, not sent"] == told(
        [*versions[:4], back]
    )


def test_being_asked_is_no_step(versions: list[Invitation]) -> None:
    asked = life.asked_about(versions[6], at("2026-12-13 09:00"))

    assert told(versions[:7]) == told(grown(*versions[:7], asked))


def test_what_never_got_to_the_other_leaves_only_the_suggestion(versions: list[Invitation]) -> None:
    lapsed = life.lapsed(versions[1], at("2026-12-22 17:00"))

    assert ["22 November: suggested"] == told(grown(*versions[:2], lapsed))


def test_what_came_to_nothing_and_what_was_declined_are_told(versions: list[Invitation]) -> None:
    when = at("2026-12-15 09:00")

    assert (
        "15 December: declined" == told(grown(*versions[:4], life.declined(versions[3], when)))[-1]
    )
    lapsed = grown(*versions[:4], life.lapsed(versions[3], when))
    assert "15 December: nothing came of it" == told(lapsed)[-1]


def test_without_a_past_there_is_no_history() -> None:
    assert [] == told([], suggested=())
