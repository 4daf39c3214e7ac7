"""No path sends twice, sends after the owner said never, or sends what was not approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.delivery.outbox import Draft, OutboxRow, OutboxState, claimed, settled
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import (
    FOLLOWING,
    Approval,
    Invitation,
    State,
    Way,
    Wording,
    sha_of,
)
from bot.domain.people.identity import PersonId
from tests.builders import ALICE, ME, NOON, OWNER

if TYPE_CHECKING:
    from collections.abc import Callable

ALICES = PersonId("palice")
FIRST = Invitation(1, ALICES, NOON, 1)
DAY = timedelta(days=1)
TO_ALICE = Approval(Way.DIRECT, sha_of("Hi Alice"), ME)

STEPS: dict[State, Callable[[Invitation], Invitation | None]] = {
    State.DRAFTED: lambda invitation: life.drafted(invitation, Wording("Hi Alice", "en"), NOON),
    State.APPROVED: lambda invitation: life.approved(invitation, TO_ALICE, NOON),
    State.SENT: lambda invitation: life.sent(invitation, NOON),
    State.ANSWERED: lambda invitation: life.answered(invitation, NOON),
    State.PLANNED: lambda invitation: life.planned(invitation, NOON + DAY, "Café X", "uid", NOON),
    State.MET: lambda invitation: life.met(invitation, NOON),
    State.DECLINED: lambda invitation: life.declined(invitation, NOON),
    State.LAPSED: lambda invitation: life.lapsed(invitation, NOON),
}


def in_state(state: State) -> Invitation:
    return replace(FIRST, state=state, version=7)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", STEPS)
def test_only_what_the_table_allows_may_follow(before: State, after: State) -> None:
    found = STEPS[after](in_state(before))

    if after in FOLLOWING[before]:
        assert found is not None
        assert (after, 8) == (found.state, found.version)
    else:
        assert found is None


def test_a_new_text_must_be_approved_anew() -> None:
    approved = replace(FIRST, state=State.APPROVED, approval=TO_ALICE)

    redrafted = life.drafted(approved, Wording("Hello Alice", "en"), NOON)

    assert redrafted is not None
    assert redrafted.approval is None


def test_a_plan_keeps_its_uid_and_counts_its_changes() -> None:
    first = life.planned(in_state(State.SENT), NOON + DAY, "Café X", "uid-1", NOON)
    assert first is not None
    second = life.planned(first, NOON + 2 * DAY, "Café Y", "uid-2", NOON)
    assert second is not None
    off = life.declined(second, NOON)
    assert off is not None

    plans = [invitation.plan for invitation in (first, second, off)]

    assert [("uid-1", 0, False), ("uid-1", 1, False), ("uid-1", 2, True)] == [
        (plan.uid, plan.sequence, plan.cancelled) for plan in plans if plan
    ]


def test_a_plan_taken_back_is_called_off() -> None:
    before = in_state(State.ANSWERED)
    planned = life.planned(before, NOON + DAY, "Café X", "uid-1", NOON)
    assert planned is not None

    back = life.taken_back(planned, before, NOON)

    assert back.state is State.ANSWERED
    assert back.plan is not None
    assert (1, True) == (back.plan.sequence, back.plan.cancelled)


def test_a_plan_changed_and_taken_back_has_its_time_again_and_a_later_sequence() -> None:
    first = life.planned(in_state(State.ANSWERED), NOON + DAY, "Café X", "uid-1", NOON)
    assert first is not None
    second = life.planned(first, NOON + 2 * DAY, "Café Y", "-", NOON)
    assert second is not None

    back = life.taken_back(second, first, NOON)

    assert back.plan is not None
    assert (NOON + DAY, "Café X", 2) == (back.plan.start, back.plan.place, back.plan.sequence)


def test_an_approval_is_never_given_back_by_taking_back() -> None:
    approved = replace(FIRST, state=State.APPROVED, approval=TO_ALICE)
    lapsed = life.lapsed(approved, NOON)
    assert lapsed is not None

    back = life.taken_back(lapsed, approved, NOON)

    assert (State.DRAFTED, None) == (back.state, back.approval)


@pytest.mark.parametrize("state", State)
def test_what_nothing_happens_to_goes_stale(state: State) -> None:
    invitation = in_state(state)

    assert not life.has_gone_stale(invitation, NOON + life.KEPT_OPEN)
    assert invitation.is_open == life.has_gone_stale(invitation, NOON + life.KEPT_OPEN + DAY)


def test_a_plan_is_waited_for_and_what_is_on_its_way_too() -> None:
    planned = life.planned(in_state(State.SENT), NOON + 60 * DAY, "Café X", "uid", NOON)
    approved = replace(FIRST, state=State.APPROVED, approval=TO_ALICE)
    assert planned is not None

    assert not life.has_gone_stale(planned, NOON + 61 * DAY)
    assert life.has_gone_stale(planned, NOON + 91 * DAY)
    assert not life.has_gone_stale(approved, NOON + 91 * DAY)


class Post(RuleBasedStateMachine):
    """An owner who says anything at any time, an outbox, and a network that may lose answers.

    Rows go through `bot.domain.delivery.outbox` as a worker takes them: claimed if `may_go_out`
    says so of the invitation as it is, then settled.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = FIRST
        self.before: list[Invitation] = []
        self.rows: dict[int, OutboxRow] = {}
        self.approved_texts: set[str] = set()
        self.received: list[str] = []
        self.never = False

    def move(self, following: Invitation | None, *, by_owner: bool = True) -> bool:
        if following is None:
            return False
        self.before = [*self.before, self.now] if by_owner else []
        self.now = following
        return True

    @rule(text=st.sampled_from(["Hi", "Salut"]))
    def draft(self, text: str) -> None:
        if not self.now.on_its_way or self.cancel(self.now):
            self.move(life.drafted(self.now, Wording(text, "en"), NOON))

    @precondition(lambda self: self.now.state is State.DRAFTED)
    @rule()
    def send(self) -> None:
        assert self.now.wording is not None
        body = self.now.wording.text
        approval = Approval(Way.DIRECT, sha_of(body), ME)
        if self.move(life.approved(self.now, approval, NOON)):
            self.approved_texts.add(body)
            number = len(self.rows) + 1
            draft = Draft(
                "invitation", ME, ALICE.id, self.now.batch, 1, body, "", link=self.now.link
            )
            self.rows[number] = OutboxRow(number, OWNER.id, draft, "key", NOON)

    @precondition(lambda self: self.now.state is State.APPROVED)
    @rule()
    def say_sent(self) -> None:
        if not self.now.on_its_way or self.cancel(self.now):
            self.move(life.sent(self.now, NOON))

    @precondition(lambda self: self.now.wording is not None)
    @rule(step=st.sampled_from([State.PLANNED, State.MET, State.DECLINED]))
    def say(self, step: State) -> None:
        self.move(STEPS[step](self.now))

    @precondition(lambda self: self.now.wording is not None)
    @rule()
    def say_never(self) -> None:
        if self.move(life.lapsed(self.now, NOON)):
            self.never = True

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        if not all(
            self.cancel(invitation)
            for invitation in (self.now, self.before[-1])
            if invitation.on_its_way
        ):
            return
        self.never = False
        self.now = life.taken_back(self.now, self.before[-1], NOON)
        self.before = []

    def cancel(self, invitation: Invitation) -> bool:
        """As the outbox does: cancel what is pending, unless a part was sent."""
        mine = [row for row in self.rows.values() if row.draft.link == invitation.link]
        for row in mine:
            if row.state is OutboxState.PENDING:
                self.settle(row, OutboxState.CANCELLED)
        return all(self.rows[row.id].state is OutboxState.CANCELLED for row in mine)

    def settle(self, row: OutboxRow, state: OutboxState) -> None:
        after = settled(row, state, now=NOON)
        if after is not None:
            self.rows[row.id] = after

    @property
    def pending(self) -> list[OutboxRow]:
        return [row for row in self.rows.values() if row.state is OutboxState.PENDING]

    @precondition(lambda self: self.pending)
    @rule(answer=st.sampled_from(["sent", "no answer, and there", "no answer", "no"]))
    def work(self, answer: str) -> None:
        row = self.pending[0]
        if not life.may_go_out(self.now, row):
            self.settle(row, OutboxState.CANCELLED)
            return
        assert not self.never
        self.rows[row.id] = trying = claimed(row, "worker", NOON)
        if answer == "no":
            self.settle(trying, OutboxState.REJECTED)
            self.move(life.withheld(self.now, NOON), by_owner=False)
        elif answer == "no answer":
            self.settle(trying, OutboxState.UNKNOWN)
        else:
            self.received.append(row.draft.body)
            ending = OutboxState.SENT if answer == "sent" else OutboxState.UNKNOWN
            self.settle(trying, ending)
            if ending is OutboxState.SENT:
                self.move(life.sent(self.now, NOON), by_owner=False)

    @invariant()
    def nothing_arrives_twice(self) -> None:
        assert len(self.received) <= 1

    @invariant()
    def what_arrives_was_approved(self) -> None:
        assert set(self.received) <= self.approved_texts


Post.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
test_the_post = pytest.mark.filterwarnings("ignore")(Post.TestCase)


def test_versions_count_up_by_one() -> None:
    now, seen = FIRST, [FIRST]
    for state in (State.DRAFTED, State.APPROVED, State.SENT, State.PLANNED, State.MET):
        following = STEPS[state](now)
        assert following is not None
        now = following
        seen.append(now)

    assert all(later.version == earlier.version + 1 for earlier, later in pairwise(seen))
