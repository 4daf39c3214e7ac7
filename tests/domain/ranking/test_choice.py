"""Which decisions count as a choice of the owner's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import Approval, Invitation, Way, Wording
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.people.identity import Person, PersonId, Standing
from bot.domain.ranking.choice import Choice, choices
from tests.builders import ALICE, BRUNO, NOON, account, person

if TYPE_CHECKING:
    from collections.abc import Iterable

A = person(account(ALICE))
B = person(account(BRUNO))
LATER = NOON + timedelta(days=31)
TEXT = Wording("A coffee?", "en")


def suggested(who: Person, number: int, due: int = 0) -> Suggestion:
    return Suggestion(who.id, number, NOON + timedelta(days=due), 1, NOON)


def drafted(who: Person, number: int) -> Invitation:
    """The invitation after the digest was sent."""
    found = life.drafted(Invitation(number, who.id, NOON, number), TEXT, NOON)
    assert found is not None
    return found


def lapsed(invitation: Invitation) -> Invitation:
    found = life.lapsed(invitation, LATER)
    assert found is not None
    return found


def sent(invitation: Invitation) -> Invitation:
    found = life.sent(invitation, NOON)
    assert found is not None
    return found


def chosen(*invitations: Invitation, people: Iterable[Person] = (A, B)) -> dict[PersonId, Choice]:
    """Of a digest that named Alice as 1 and Bruno as 2."""
    both = [suggested(A, 1), suggested(B, 2)]
    return choices(people, both, invitations)


@pytest.mark.parametrize(
    ("standing", "choice"),
    [(Standing.MET, Choice.MET), (Standing.KNOWN, Choice.KNOWN), (Standing.NEVER, Choice.NEVER)],
)
def test_what_the_owner_said_is_a_choice(standing: Standing, choice: Choice) -> None:
    assert {A.id: choice} == choices([replace(A, standing=standing), B], [], [])


def test_whoever_is_passed_over_for_another_of_the_digest_is_skipped() -> None:
    assert {B.id: Choice.SKIPPED} == chosen(sent(drafted(A, 1)), lapsed(drafted(B, 2)))


def test_silence_about_a_whole_digest_tells_nothing() -> None:
    assert {} == chosen(lapsed(drafted(A, 1)), lapsed(drafted(B, 2)))


def test_nobody_is_skipped_before_the_number_has_lapsed() -> None:
    assert {} == chosen(sent(drafted(A, 1)), drafted(B, 2))


def test_another_taken_up_of_another_digest_is_no_comparison() -> None:
    earlier = [suggested(A, 1, due=-14), suggested(B, 2)]

    assert {} == choices([A, B], earlier, [sent(drafted(A, 1)), lapsed(drafted(B, 2))])


def test_only_the_latest_suggestion_of_somebody_counts() -> None:
    again = [suggested(A, 1), suggested(B, 2), suggested(B, 5, due=90)]
    gone = lapsed(drafted(B, 2))

    assert {} == choices([A, B], again, [sent(drafted(A, 1)), gone, drafted(B, 5)])


@pytest.mark.parametrize("what", ["edited", "approved", "sent", "planned", "declined"])
def test_whoever_the_owner_did_something_about_is_not_skipped(what: str) -> None:
    before = drafted(B, 2)
    after = {
        "edited": life.drafted(before, TEXT, NOON),
        "approved": life.approved(before, Approval(Way.HAND, ""), NOON),
        "sent": life.sent(before, NOON),
        "planned": life.planned(before, LATER, "Café X", "uid", NOON),
        "declined": life.declined(before, NOON),
    }[what]
    assert after is not None

    assert {} == chosen(sent(drafted(A, 1)), after if what == "declined" else lapsed(after))


def test_a_snooze_is_about_the_time() -> None:
    later = replace(B, standing=Standing.SNOOZED, snoozed_until=NOON)

    assert {} == chosen(sent(drafted(A, 1)), lapsed(drafted(B, 2)), people=(A, later))


def test_nobody_is_compared_with_themselves() -> None:
    only = [suggested(B, 2)]

    assert {} == choices([B], only, [lapsed(sent(drafted(B, 2)))])


def test_everybody_else_is_no_choice() -> None:
    assert {} == choices([person(account(ALICE))], [], [])
