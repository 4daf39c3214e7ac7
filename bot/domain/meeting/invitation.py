"""An invitation: its states, and which may follow which.

::

    suggested ──▶ drafted ──▶ approved ──▶ sent ──▶ answered ──▶ planned ──▶ met
                     ▲            │
                     └────────────┘   refused by the server, barred, or taken back in time

From every open state it may also be declined, lapse, or be met by the owner's word; the owner
may say of every state before it that it is sent, or planned. Each change is a version of its
own: who changes must hold the latest one. A message of ours goes out only for the very version
that was approved, so that whatever the owner says in between stops it. The whole table is in
`docs/invitations.md`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.slot import Slot
    from bot.domain.people.identity import AccountKey, PersonId

KEPT_OPEN: Final = timedelta(days=30)
"""An invitation that nothing happened to for so long lapses."""
ASKED_AT_MOST: Final = 2
"""So many times the owner is asked whether a planned meeting took place."""


class State(StrEnum):
    """Where an invitation is."""

    SUGGESTED = "suggested"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    PLANNED = "planned"
    MET = "met"
    DECLINED = "declined"
    LAPSED = "lapsed"


_ENDS: Final = frozenset({State.MET, State.DECLINED, State.LAPSED})

FOLLOWING: Final[Mapping[State, frozenset[State]]] = {
    State.SUGGESTED: frozenset({State.DRAFTED, State.SENT, State.PLANNED}) | _ENDS,
    State.DRAFTED: frozenset({State.DRAFTED, State.APPROVED, State.SENT, State.PLANNED}) | _ENDS,
    State.APPROVED: frozenset({State.DRAFTED, State.SENT, State.PLANNED}) | _ENDS,
    State.SENT: frozenset({State.ANSWERED, State.PLANNED}) | _ENDS,
    State.ANSWERED: frozenset({State.PLANNED}) | _ENDS,
    State.PLANNED: frozenset({State.PLANNED}) | _ENDS,
    State.MET: frozenset(),
    State.DECLINED: frozenset(),
    State.LAPSED: frozenset(),
}
"""Which states may follow which. `PLANNED` after itself: another time, or the owner was asked."""


class Way(StrEnum):
    """How an approved text gets to the other."""

    HAND = "hand"
    """The owner copies it."""
    DIRECT = "direct"
    """A direct message from the owner's account."""
    REPLY = "reply"
    """A public reply in the shared thread, from the owner's account."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is proposed to the other, in which language, and the slots that the text names.

    `answers` names the post whose question it answers: then it is no invitation yet, but what comes
    before one.
    """

    text: str
    language: str
    slots: tuple[Slot, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """That the owner said "send": which way, from which account, and which bytes.

    `sha` is the SHA-256 of the body in UTF-8, hexadecimal; `sender` is `None` by hand.
    """

    way: Way
    sha: str
    sender: AccountKey | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A time and a place that two agreed on; `start` is UTC, and so is `said_at`, the last change.

    `uid` and `sequence` are those of its iCalendar event (RFC 5545): the same `uid` for good, a
    `sequence` that grows with each change.
    """

    start: datetime
    place: str
    uid: str
    said_at: datetime
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of one invitation. Times are UTC; `at` is when this version came about.

    `number` is that of the digest that suggested the person, `None` if none did. `remote_id` is
    what the server calls the message, where we sent it. `asked` counts how often the owner was
    asked what became of a plan, `asked_at` is the last time.
    """

    id: int
    person: PersonId
    at: datetime
    number: int | None = None
    state: State = State.SUGGESTED
    version: int = 1
    wording: Wording | None = None
    approval: Approval | None = None
    sent_at: datetime | None = None
    remote_id: str | None = None
    answered_at: datetime | None = None
    plan: Plan | None = None
    asked: int = 0
    asked_at: datetime | None = None

    @property
    def answers(self) -> str:
        """The post whose question its text answers; empty where it is an invitation indeed."""
        return self.wording.answers if self.wording is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether anything may become of it still."""
        return self.state not in _ENDS

    @property
    def is_unsent(self) -> bool:
        """Whether there is a text that the other has not got, as far as is known."""
        return self.state in {State.DRAFTED, State.APPROVED}

    @property
    def settles(self) -> str:
        """The post whose question the other has an answer to; empty where this answered none."""
        out = self.state is State.LAPSED and self.sent_at is not None
        return self.answers if out else ""

    @property
    def batch(self) -> str:
        """What names the message of this very version in the outbox."""
        return f"invitation:{self.id}:{self.version}"

    @property
    def link(self) -> Link:
        """What a message says that sends this very version, or tells of it."""
        return Link(invitation=self.id, version=self.version)

    @property
    def on_its_way(self) -> bool:
        """Whether a message of ours was approved, and how it ended is not known yet."""
        return (
            self.state is State.APPROVED
            and self.approval is not None
            and self.approval.way is not Way.HAND
        )


def sha_of(body: str) -> str:
    """What an approval remembers of a body: its SHA-256 in UTF-8, hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def may_follow(before: Invitation, state: State) -> bool:
    """Whether an invitation may get into a state."""
    return state in FOLLOWING[before.state]


def drafted(before: Invitation, wording: Wording, at: datetime) -> Invitation | None:
    """With a text, which is not approved yet."""
    return _moved(before, State.DRAFTED, at, wording=wording, approval=None)


def approved(before: Invitation, approval: Approval, at: datetime) -> Invitation | None:
    """The owner said "send", of a text that they have seen."""
    return _moved(before, State.APPROVED, at, approval=approval)


def withheld(before: Invitation, at: datetime) -> Invitation | None:
    """Approved, and not sent: refused, barred, or taken back. It must be approved anew."""
    if before.state is not State.APPROVED:
        return None
    return _moved(before, State.DRAFTED, at, approval=None)


def sent(before: Invitation, at: datetime, remote_id: str | None = None) -> Invitation | None:
    """It is with the other: as we saw, or as the owner says.

    An answer to a question proposes nothing that could be waited for: with it, this is over, and
    an invitation begins anew.
    """
    state = State.LAPSED if before.answers and may_follow(before, State.SENT) else State.SENT
    return _moved(before, state, at, sent_at=at, remote_id=remote_id)


def answered(before: Invitation, at: datetime) -> Invitation | None:
    """The other wrote back."""
    return _moved(before, State.ANSWERED, at, answered_at=at)


def planned(
    before: Invitation, start: datetime, place: str, uid: str, at: datetime
) -> Invitation | None:
    """A time and a place; `uid` counts only if there was no plan before."""
    plan = Plan(start, place, uid, at)
    if before.plan is not None:
        plan = replace(plan, uid=before.plan.uid, sequence=before.plan.sequence + 1)
    return _moved(before, State.PLANNED, at, plan=plan, asked=0, asked_at=None)


def asked_about(before: Invitation, at: datetime) -> Invitation | None:
    """The owner is asked whether the planned meeting took place."""
    if before.state is not State.PLANNED:
        return None
    return _moved(before, State.PLANNED, at, asked=before.asked + 1, asked_at=at)


def not_yet(before: Invitation, at: datetime) -> Invitation | None:
    """They have not met yet: silence is counted anew from here."""
    if before.state is not State.PLANNED:
        return None
    return _moved(before, State.PLANNED, at, asked=0, asked_at=at)


def met(before: Invitation, at: datetime) -> Invitation | None:
    """They met."""
    return _moved(before, State.MET, at)


def declined(before: Invitation, at: datetime) -> Invitation | None:
    """One of the two would rather not; a plan is called off."""
    return _moved(before, State.DECLINED, at, plan=_called_off(before.plan, at))


def lapsed(before: Invitation, at: datetime) -> Invitation | None:
    """Nothing came of it, and nobody is asked any more; a plan still to come is called off."""
    plan = before.plan
    if plan is not None and plan.start > at:
        plan = _called_off(plan, at)
    return _moved(before, State.LAPSED, at, plan=plan)


def taken_back(now: Invitation, before: Invitation, at: datetime) -> Invitation:
    """`now` as it was `before` the owner's last word.

    What had been approved must be approved anew, and a plan's `sequence` goes on, as calendars
    heed only what is later.
    """
    plan = before.plan
    if now.plan is not None and now.plan != plan:
        if plan is None:
            plan = _called_off(now.plan, at)
        else:
            plan = replace(plan, sequence=now.plan.sequence + 1, said_at=at)
    state = State.DRAFTED if before.state is State.APPROVED else before.state
    approval = None if before.state is State.APPROVED else before.approval
    return replace(
        before, state=state, approval=approval, plan=plan, version=now.version + 1, at=at
    )


def never_begun(now: Invitation, first: Invitation, at: datetime) -> Invitation:
    """`now` as if the owner's word that began it, in the version `first`, had not been said."""
    return replace(taken_back(now, first, at), state=State.LAPSED)


def may_go_out(invitation: Invitation, row: OutboxRow) -> bool:
    """Whether a row holds the very bytes that were approved, of this very version."""
    approval = invitation.approval
    return (
        invitation.state is State.APPROVED
        and approval is not None
        and approval.sender == row.draft.sender
        and invitation.link == row.draft.link
        and approval.sha == row.draft.body_sha
    )


def has_gone_stale(invitation: Invitation, now: datetime) -> bool:
    """Whether nothing happened for so long that nothing is waited for.

    A plan is waited for until its day, and until the owner was asked twice and silent; what is on
    its way is left to the outbox.
    """
    if not invitation.is_open or invitation.on_its_way:
        return False
    since = invitation.at
    if invitation.plan is not None and invitation.state is State.PLANNED:
        since = max(since, invitation.plan.start)
    return now - since > KEPT_OPEN


def _called_off(plan: Plan | None, at: datetime) -> Plan | None:
    if plan is None or plan.cancelled:
        return plan
    return replace(plan, sequence=plan.sequence + 1, cancelled=True, said_at=at)


def _moved(before: Invitation, state: State, at: datetime, **changes: object) -> Invitation | None:
    if not may_follow(before, state):
        return None
    return replace(before, state=state, at=at, version=before.version + 1, **changes)  # type: ignore[arg-type]  # replace() knows no field names
