"""A message on its way out: its states, and which may follow which.

The promise is at-least-once attempts, at-most-once effect, verified by reading back; where
that cannot be verified the row waits for the owner.

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

Two ways lead past an attempt: a pending invitation whose words are found with its recipient is
sent, and what a store that was put back from a copy still holds is unknown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.outside import kept, safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.domain.identity import AccountKey, OwnerId, PersonId

INVITATION: Final = "invitation"
"""The kind of a message that the owner's own account sends to somebody else."""
LEASE: Final = timedelta(seconds=60)
"""How long a claim lasts; longer than `DEADLINE`, so that it never runs out in a live attempt."""
DEADLINE: Final = timedelta(seconds=30)
"""How long one attempt may take."""
QUARANTINE: Final = timedelta(seconds=120)
"""How long after its last try an unknown row is left alone, as an answer may yet land."""
LONGEST_HOLD: Final = timedelta(days=1)
"""No server asks for more patience: what is held back for longer was dated by a wrong clock."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
READ_BACKS: Final = 3
"""After so many read-backs that could not tell, the owner is asked."""


class OutboxState(StrEnum):
    """Where a message is."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    NEEDS_OWNER = "needs_owner"
    CANCELLED = "cancelled"


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


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has been decided on, before it has a row.

    `batch` joins the parts of one message: `part` (from 1) goes out only after the one before
    it. `dedupe_key` is `batch` and `part`: a second draft with the same one is not accepted.
    `body` is final: what is sent are these bytes. `ref` stands in the body too, so that the
    message can be recognised when it is read back; an invitation has none. `names` are the
    people written of. In an invitation that is the one written to, and `recipient` their handle,
    or the id of their key, which no renaming hands to somebody else. `reply_to` is the post that
    the message answers in public; without it, it is a direct message.
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

    @property
    def dedupe_key(self) -> str:
        """What makes two drafts the same message."""
        return f"{self.batch}:{self.part}"

    @property
    def line(self) -> str:
        """Whose messages go one at a time: the sender's, or a file's, which has no sender."""
        return self.recipient if self.sender is None else str(self.sender)

    @property
    def body_sha(self) -> str:
        """SHA-256 of the body in UTF-8, hexadecimal."""
        return hashlib.sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A draft that is in the store, and how far it got. Times are UTC.

    `fence` grows with each claim: whoever settles must hold the current one. `idem_key` goes
    with every attempt as Idempotency-Key. `not_before` holds a row back after a rate limit;
    `resent_at` is when the owner said that it is to be sent again.
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
    batches. A part waits for the one before it to be sent, a line for the row being sent.
    Lines that are `stuck` are passed over.
    """
    known = sorted(rows, key=lambda row: row.id)
    busy = {row.draft.line for row in known if row.state is OutboxState.SENDING}.union(stuck)
    out = {(row.draft.batch, row.draft.part) for row in known if row.state is OutboxState.SENT}
    return [
        row
        for row in known
        if row.state is OutboxState.PENDING
        and not _is_held_back(row, now)
        and row.draft.line not in busy
        and (row.draft.part == 1 or (row.draft.batch, row.draft.part - 1) in out)
    ]


def _is_held_back(row: OutboxRow, now: datetime) -> bool:
    if row.not_before is None:
        return False
    return timedelta(0) < row.not_before - now <= LONGEST_HOLD


def claimed(row: OutboxRow, worker: str, now: datetime) -> OutboxRow:
    """The row as `worker` holds it for one attempt; read-backs are counted per attempt."""
    return replace(
        row,
        state=OutboxState.SENDING,
        attempts=row.attempts + 1,
        fence=row.fence + 1,
        read_backs=0,
        lease_owner=worker,
        lease_until=now + LEASE,
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
    """The row after an attempt or a read-back; `None` where `state` may not follow its own.

    A row is never settled into being sent: that is what `claimed` is for.
    """
    again = row.state is state is OutboxState.UNKNOWN
    if not again and (state is OutboxState.SENDING or state not in FOLLOWING[row.state]):
        return None
    return replace(
        row,
        state=state,
        read_backs=row.read_backs + again,
        lease_owner=None,
        lease_until=None,
        not_before=not_before,
        last_try_at=min(row.last_try_at, now) if row.last_try_at else None,
        resent_at=now if row.state is OutboxState.NEEDS_OWNER else row.resent_at,
        remote_id=None if remote_id is None else kept(remote_id),
        error=None if error is None else safe(error),
    )


def doubted(row: OutboxRow, now: datetime) -> OutboxRow:
    """The row of a store that is older than what was done with it: it may have been sent."""
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
    """Whether a row being sent was left lying, or an unknown one may be read back."""
    if row.state is OutboxState.SENDING and row.lease_until is not None:
        left = row.lease_until - now
        return left <= timedelta(0) or left > LEASE  # a lease that long was given by a wrong clock
    if row.state is OutboxState.UNKNOWN and row.last_try_at is not None:
        passed = now - row.last_try_at
        return passed >= QUARANTINE or passed < timedelta(0)
    return False


def is_ahead(row: OutboxRow, now: datetime) -> bool:
    """Whether a clock that was wrong dated the last try: its quarantine begins only now."""
    return row.last_try_at is not None and row.last_try_at > now


def looked_for_since(row: OutboxRow, now: datetime) -> datetime:
    """From when on a message is looked for that may be out.

    A day earlier than it was tried first: clocks are wrong by a time zone or a day more often than
    by less. Where it would have been tried in the future, from the beginning.
    """
    first = min(row.first_try_at or row.created_at, row.created_at)
    return _LONG_AGO if first > now else first - timedelta(days=1)


def got_out(batch: Iterable[OutboxRow]) -> bool:
    """Whether any part of a message got out, or may have."""
    nowhere = {OutboxState.PENDING, OutboxState.REJECTED, OutboxState.CANCELLED}
    return any(row.state not in nowhere for row in batch)


def ends_batch(row: OutboxRow) -> bool:
    """Whether the parts after this one must not go out any more."""
    return row.state in {OutboxState.REJECTED, OutboxState.CANCELLED}
