"""The states of an invitation, and the transitions between them.

::

    suggested ──▶ drafted ──▶ approved ──▶ sent ──▶ answered ──▶ planned ──▶ met
                     ▲            │
                     └────────────┘   refused by the server, barred, or undone in time

From every open state it may also become declined, lapsed, or, if the owner says so, met. The
owner may skip states up to sent or planned. Each change makes a new version, and must be based on
the latest one. A message is sent only for the version that was approved, so that any later change
stops it. The whole table is in `docs/invitations.md`.
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
"""An invitation lapses after this long without a change."""
ASKED_AT_MOST: Final = 2
"""How often the owner is asked whether a planned meeting took place."""


class State(StrEnum):
    """The state of an invitation."""

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
"""The allowed transitions. `PLANNED` after itself: a new time, or the owner was asked."""


class Way(StrEnum):
    """How an approved text is delivered."""

    HAND = "hand"
    """The owner sends it."""
    DIRECT = "direct"
    """A direct message from the owner's account."""
    REPLY = "reply"
    """A public reply in the shared thread, from the owner's account."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of an invitation, its language, and the slots that it names.

    `answers` is the URI of the post whose question the text answers; then it is an answer, and not
    an invitation. `basis` is what it takes for granted about where the two are: see
    `bot.domain.people.trip.Proximity`; `None` in the owner's own words.
    """

    text: str
    language: str
    slots: tuple[Slot, ...] = ()
    answers: str = ""
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """The owner's approval of a text: how it is delivered, from which account, and its hash.

    `sha` is the SHA-256 of the body in UTF-8, hexadecimal; `sender` is `None` for `Way.HAND`.
    """

    way: Way
    sha: str
    sender: AccountKey | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreed time and place. Times are UTC; `said_at` is the last change.

    `uid` and `sequence` are those of its iCalendar event (RFC 5545): `uid` never changes,
    `sequence` grows with each change.
    """

    start: datetime
    place: str
    uid: str
    said_at: datetime
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of an invitation. Times are UTC; `at` is when this version was made.

    `number` is the person's number in the digest that suggested them, if any. `remote_id` is the
    server's id of the message, if we sent it. `asked` counts how often the owner was asked whether
    the meeting took place, `asked_at` is the last time.
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
        """The post whose question the text answers; empty unless this is an answer."""
        return self.wording.answers if self.wording is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether the state can still change."""
        return self.state not in _ENDS

    @property
    def is_unsent(self) -> bool:
        """Whether there is a draft that was not sent, as far as is known."""
        return self.state in {State.DRAFTED, State.APPROVED}

    @property
    def settles(self) -> str:
        """The post whose question was answered by sending this; empty if there is none."""
        out = self.state is State.LAPSED and self.sent_at is not None
        return self.answers if out else ""

    @property
    def batch(self) -> str:
        """The `Draft.batch` of this version's message in the outbox."""
        return f"invitation:{self.id}:{self.version}"

    @property
    def link(self) -> Link:
        """What a message says that sends this very version, or tells of it."""
        return Link(invitation=self.id, version=self.version)

    @property
    def on_its_way(self) -> bool:
        """Whether a message is approved for sending from the owner's account, outcome unknown."""
        return (
            self.state is State.APPROVED
            and self.approval is not None
            and self.approval.way is not Way.HAND
        )


def sha_of(body: str) -> str:
    """The SHA-256 of a body in UTF-8, hexadecimal: see `Approval.sha`."""
    return hashlib.sha256(body.encode()).hexdigest()


def may_follow(before: Invitation, state: State) -> bool:
    """Whether the transition to a state is allowed."""
    return state in FOLLOWING[before.state]


def drafted(before: Invitation, wording: Wording, at: datetime) -> Invitation | None:
    """The invitation with a new text, not approved yet."""
    return _moved(before, State.DRAFTED, at, wording=wording, approval=None)


def approved(before: Invitation, approval: Approval, at: datetime) -> Invitation | None:
    """The invitation after the owner approved its text with "send"."""
    return _moved(before, State.APPROVED, at, approval=approval)


def withheld(before: Invitation, at: datetime) -> Invitation | None:
    """Back from approved to drafted: it was refused, barred or undone, and not sent."""
    if before.state is not State.APPROVED:
        return None
    return _moved(before, State.DRAFTED, at, approval=None)


def sent(before: Invitation, at: datetime, remote_id: str | None = None) -> Invitation | None:
    """The invitation after it was sent, by us or by the owner.

    An answer to a question lapses once it is sent, as there is nothing to wait for; a new
    invitation may follow.
    """
    state = State.LAPSED if before.answers and may_follow(before, State.SENT) else State.SENT
    return _moved(before, state, at, sent_at=at, remote_id=remote_id)


def answered(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after the other wrote back."""
    return _moved(before, State.ANSWERED, at, answered_at=at)


def planned(
    before: Invitation, start: datetime, place: str, uid: str, at: datetime
) -> Invitation | None:
    """The invitation with an agreed time and place; an earlier plan keeps its `uid`."""
    plan = Plan(start, place, uid, at)
    if before.plan is not None:
        plan = replace(plan, uid=before.plan.uid, sequence=before.plan.sequence + 1)
    return _moved(before, State.PLANNED, at, plan=plan, asked=0, asked_at=None)


def asked_about(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after the owner was asked whether the meeting took place."""
    if before.state is not State.PLANNED:
        return None
    return _moved(before, State.PLANNED, at, asked=before.asked + 1, asked_at=at)


def not_yet(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after the owner said "not yet": the count of questions starts again."""
    if before.state is not State.PLANNED:
        return None
    return _moved(before, State.PLANNED, at, asked=0, asked_at=at)


def met(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after they met."""
    return _moved(before, State.MET, at)


def declined(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after one of the two declined; a plan is cancelled."""
    return _moved(before, State.DECLINED, at, plan=_called_off(before.plan, at))


def lapsed(before: Invitation, at: datetime) -> Invitation | None:
    """The invitation after nothing came of it; a plan in the future is cancelled."""
    plan = before.plan
    if plan is not None and plan.start > at:
        plan = _called_off(plan, at)
    return _moved(before, State.LAPSED, at, plan=plan)


def taken_back(now: Invitation, before: Invitation, at: datetime) -> Invitation:
    """A new version of `now` that restores `before`, for `undo`.

    An approval is not restored, and a plan's `sequence` still grows, as calendars ignore lower
    numbers.
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
    """A lapsed version of `now`, to undo the command that began it with the version `first`."""
    return replace(taken_back(now, first, at), state=State.LAPSED)


def may_go_out(invitation: Invitation, row: OutboxRow) -> bool:
    """Whether an outbox row holds exactly the approved bytes of this version."""
    approval = invitation.approval
    return (
        invitation.state is State.APPROVED
        and approval is not None
        and approval.sender == row.draft.sender
        and invitation.link == row.draft.link
        and approval.sha == row.draft.body_sha
    )


def has_gone_stale(invitation: Invitation, now: datetime) -> bool:
    """Whether the invitation had no change for more than `KEPT_OPEN`.

    For a planned meeting the time counts from its start at the earliest. A message on its way is
    left to the outbox.
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
