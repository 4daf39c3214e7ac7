"""The outbox: the states of an outgoing message, and the transitions between them.

Each message is attempted at least once and takes effect at most once, verified by reading back.
Where that cannot be verified, the row waits for the owner.

::

    pending ──▶ sending ──▶ sent
       │           ├──────▶ rejected      a definite no
       │           ├──────▶ pending       the server asked for patience: nothing happened
       │           └──────▶ unknown       time-out, reset, 5xx, the lease ran out
       │                       ├──────▶ sent          read back and found
       │                       ├──────▶ pending       read back in full, and not there
       │                       └──────▶ needs_owner   could not be told, three times
       │                                   ├──▶ pending      the owner says: again
       └─────────▶ cancelled ◀─────────────┘                 the owner says: drop it

The owner may also have an unknown row sent again, or a pending one without waiting: `resent`.
Two transitions happen without an attempt: a pending invitation whose text is found with its
recipient becomes sent, and rows of a store restored from a backup become unknown.

Clocks may be wrong. A wait that ends later than any wait may last was started by a wrong clock,
and counts as over. A quarantine that no process observed is started again, once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.safety.outside import kept, safe
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.domain.people.identity import AccountKey, OwnerId, PersonId

INVITATION: Final = "invitation"
"""The kind of a message from the owner's account to another person."""
LEASE: Final = timedelta(seconds=60)
"""How long a claim lasts; longer than `DEADLINE`, so that it outlasts every attempt."""
DEADLINE: Final = timedelta(seconds=30)
"""How long one attempt may take."""
QUARANTINE: Final = timedelta(seconds=120)
"""An unknown row is not read back for this long after its last try: it may still arrive."""
LONGEST_HOLD: Final = timedelta(days=1)
"""The longest delay after an attempt, whatever the server asks for."""
UNWATCHED: Final = timedelta(minutes=30)
"""No process observed a quarantine that ended longer ago than this: the daemon was down, or the
clock was set forward."""
LOOK_BACK: Final = timedelta(days=1)
"""Reading back starts this long before the first try: clocks are often wrong by a time zone or a
day."""
SKEW: Final = timedelta(minutes=10)
"""How far the dates of what a server got may be behind its clock."""
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier than any message."""
READ_BACKS: Final = 3
"""After this many inconclusive read-backs, the owner is asked."""


class OutboxState(StrEnum):
    """The state of a message."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    NEEDS_OWNER = "needs_owner"
    CANCELLED = "cancelled"


STATES: Final = {
    OutboxState.PENDING: marked("pending"),
    OutboxState.SENDING: marked("sending"),
    OutboxState.SENT: marked("sent"),
    OutboxState.REJECTED: marked("rejected"),
    OutboxState.UNKNOWN: marked("unknown"),
    OutboxState.NEEDS_OWNER: marked("needs_owner"),
    OutboxState.CANCELLED: marked("cancelled"),
}
"""How each is said."""
KINDS: Final = {
    "answer": marked("answer"),
    "digest": marked("digest"),
    "explanation": marked("explanation"),
    "farewell": marked("farewell"),
    "invitation": marked("invitation"),
    "notice": marked("notice"),
    "question": marked("question"),
    "test": marked("test"),
}
"""How each kind of message is said."""

FOLLOWING: Final[dict[OutboxState, frozenset[OutboxState]]] = {
    OutboxState.PENDING: frozenset({OutboxState.SENDING, OutboxState.CANCELLED, OutboxState.SENT}),
    OutboxState.SENDING: frozenset(
        {OutboxState.SENT, OutboxState.REJECTED, OutboxState.PENDING, OutboxState.UNKNOWN}
    ),
    OutboxState.UNKNOWN: frozenset(
        {OutboxState.SENT, OutboxState.PENDING, OutboxState.NEEDS_OWNER}
    ),
    OutboxState.SENT: frozenset(),
    OutboxState.REJECTED: frozenset(),
    OutboxState.NEEDS_OWNER: frozenset({OutboxState.PENDING, OutboxState.CANCELLED}),
    OutboxState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a message is about.

    `invitation` and `version` are those that it sends or tells of, `answer_to` is the owner's
    message that it answers, `due` and `revision` are those of the digest that it is (a part of).
    """

    invitation: int | None = None
    version: int | None = None
    answer_to: str | None = None
    due: datetime | None = None
    revision: int | None = None


NO_LINK: Final = Link()


@dataclass(frozen=True, slots=True)
class Draft:
    """A final message, before it has a row in the outbox.

    `batch` identifies the parts of one message: `part` (from 1) is sent only after the part
    before it. `dedupe_key` is `batch` and `part`; a second draft with the same key is ignored.
    `link` says what the message is about.
    `body` is sent unchanged. `ref` is also in the body, so that the message is recognised when it
    is read back; an invitation has none. `names` are the people whom the message is about. In an
    invitation that is the recipient, and `recipient` is their handle, or the id of their key,
    which stays the same when they are renamed. `reply_to` is the post that the message answers in
    public; without it, the message is direct.
    """

    kind: str
    sender: AccountKey | None
    recipient: str
    batch: str
    part: int
    body: str
    ref: str | None
    names: tuple[PersonId, ...] = ()
    language: str = "en"
    reply_to: str | None = None
    link: Link = NO_LINK

    @property
    def dedupe_key(self) -> str:
        """Equal for two drafts of the same message."""
        return f"{self.batch}:{self.part}"

    @property
    def line(self) -> str:
        """Messages of one line are sent one at a time: by sender, or by file if there is none."""
        return self.recipient if self.sender is None else str(self.sender)

    @property
    def body_sha(self) -> str:
        """SHA-256 of the body in UTF-8, hexadecimal."""
        return hashlib.sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A draft in the store, and the state of its delivery. Times are UTC.

    `fence` grows with each claim, and settling needs the current value. `idem_key` is sent with
    every attempt as Idempotency-Key. `not_before` delays a row: a pending one after a rate limit,
    an unknown one whose quarantine was started again. `last_try_at` is when the latest attempt
    began, or when its outcome was found to be unknown. `resent_at` is when the owner asked to send
    it again.
    """

    id: int
    owner: OwnerId
    draft: Draft
    idem_key: str
    created_at: datetime
    state: OutboxState = OutboxState.PENDING
    attempts: int = 0
    read_backs: int = 0
    fence: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    first_try_at: datetime | None = None
    last_try_at: datetime | None = None
    resent_at: datetime | None = None
    remote_id: str | None = None
    error: str | None = None


def claimable(
    rows: Iterable[OutboxRow], now: datetime, stuck: Collection[str] = ()
) -> list[OutboxRow]:
    """The rows that may be claimed now, oldest first.

    `rows` are one owner's: all that are pending or being sent, and the other parts of their
    batches. A part waits until the part before it is sent, a line until no row of it is being
    sent. Lines and batches in `stuck` are skipped.
    """
    known = sorted(rows, key=lambda row: row.id)
    busy = {row.draft.line for row in known if row.state is OutboxState.SENDING}.union(stuck)
    out = {(row.draft.batch, row.draft.part) for row in known if row.state is OutboxState.SENT}
    return [
        row
        for row in known
        if row.state is OutboxState.PENDING
        and not _is_ahead(row.not_before, now, LONGEST_HOLD)
        and busy.isdisjoint({row.draft.line, row.draft.batch})
        and (row.draft.part == 1 or (row.draft.batch, row.draft.part - 1) in out)
    ]


def claimed(row: OutboxRow, worker: str, now: datetime) -> OutboxRow:
    """The row as claimed by `worker` for one attempt; read-backs are counted per attempt."""
    return replace(
        row,
        state=OutboxState.SENDING,
        attempts=row.attempts + 1,
        fence=row.fence + 1,
        read_backs=0,
        lease_owner=worker,
        lease_until=after(now, LEASE),
        not_before=None,
        first_try_at=row.first_try_at or now,
        last_try_at=now,
    )


def settled(  # noqa: PLR0913 (what an attempt can end with)
    row: OutboxRow,
    state: OutboxState,
    *,
    now: datetime,
    remote_id: str | None = None,
    error: str | None = None,
    not_before: datetime | None = None,
) -> OutboxRow | None:
    """The row after an attempt or a read-back; `None` if the transition is not allowed.

    The state `SENDING` is set by `claimed` only. `UNKNOWN` after `UNKNOWN` counts an inconclusive
    read-back, or, with `not_before`, only delays the next one.
    """
    again = row.state is state is OutboxState.UNKNOWN
    if not again and (state is OutboxState.SENDING or state not in FOLLOWING[row.state]):
        return None
    return replace(
        row,
        state=state,
        read_backs=row.read_backs + (again and not_before is None),
        lease_owner=None,
        lease_until=None,
        not_before=None if not_before is None else min(not_before, after(now, LONGEST_HOLD)),
        last_try_at=now if state is OutboxState.UNKNOWN and not again else row.last_try_at,
        resent_at=now if row.state is OutboxState.NEEDS_OWNER else row.resent_at,
        remote_id=None if remote_id is None else kept(remote_id),
        error=None if error is None else safe(error),
    )


def resent(row: OutboxRow, now: datetime) -> OutboxRow | None:
    """The row as the owner asks to send it again; `None` if it does not wait."""
    if row.state not in {OutboxState.PENDING, OutboxState.UNKNOWN, OutboxState.NEEDS_OWNER}:
        return None
    return replace(
        row, state=OutboxState.PENDING, fence=row.fence + 1, not_before=None, resent_at=now
    )


def doubted(row: OutboxRow, now: datetime) -> OutboxRow:
    """A row of a store that was restored from a backup: it may have been sent since."""
    return replace(
        row,
        state=OutboxState.UNKNOWN,
        fence=row.fence + 1,
        read_backs=0,
        lease_owner=None,
        lease_until=None,
        not_before=None,
        last_try_at=now,
        error="the store was put back from a copy: whether it went out is looked for",
    )


def is_overdue(row: OutboxRow, now: datetime) -> bool:
    """Whether a row that no worker holds needs attention.

    A row whose lease ran out becomes unknown. An unknown row is read back, or waits again: see
    `must_wait_again`.
    """
    if row.state is OutboxState.SENDING:
        return not _is_ahead(row.lease_until, now, LEASE)
    if row.state is not OutboxState.UNKNOWN:
        return False
    if must_wait_again(row, now):
        return True
    is_fresh = row.last_try_at is not None and _NONE <= now - row.last_try_at < QUARANTINE
    return not is_fresh and not _is_ahead(row.not_before, now, QUARANTINE)


def must_wait_again(row: OutboxRow, now: datetime) -> bool:
    """Whether the quarantine of an unknown row starts again, as the clock may have been set.

    It was set back if the last try, or the end of the wait, is in the future. It may have been set
    forward if the quarantine ended long ago unobserved: the message may still arrive. After one
    more wait the row is read back in any case.
    """
    if row.state is not OutboxState.UNKNOWN:
        return False
    if row.not_before is not None:
        return row.not_before - now > QUARANTINE
    if row.last_try_at is None:
        return True
    return not _NONE <= now - row.last_try_at <= QUARANTINE + UNWATCHED


def looked_for_since(row: OutboxRow, now: datetime) -> datetime:
    """From when on, by our clock, to look for a message that may have been sent.

    Early rather than late: reading too much does no harm, reading too little sends a message
    twice. If our clock was set back since the first try, everything is read.
    """
    known = [row.created_at, row.first_try_at or row.created_at, now]
    return LONG_AGO if max(known) > now else before(min(known), LOOK_BACK)


def by_server(since: datetime, lag: timedelta) -> datetime:
    """The date that a server gives to what it got at `since`, by our clock, or earlier.

    `lag`: how far the server's clock is behind ours.
    """
    return before(since, lag + SKEW)


def got_out(batch: Iterable[OutboxRow]) -> bool:
    """Whether any part of a message was sent, or may have been."""
    nowhere = {OutboxState.PENDING, OutboxState.REJECTED, OutboxState.CANCELLED}
    return any(row.state not in nowhere for row in batch)


def ends_batch(row: OutboxRow) -> bool:
    """Whether the parts after this row must not be sent."""
    return row.state in {OutboxState.REJECTED, OutboxState.CANCELLED}


def after(moment: datetime, span: timedelta) -> datetime:
    """`moment + span`, at most `datetime.max`."""
    return moment + min(span, _END - moment)


def before(moment: datetime, span: timedelta) -> datetime:
    """`moment - span`, at least `LONG_AGO`."""
    return moment - span if moment - LONG_AGO > span else LONG_AGO


def _is_ahead(until: datetime | None, now: datetime, at_most: timedelta) -> bool:
    """Whether a wait is not over; a wait longer than `at_most` comes from a wrong clock."""
    return until is not None and _NONE < until - now <= at_most


_NONE: Final = timedelta(0)
_END: Final = datetime.max.replace(tzinfo=UTC)
