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
       └─────────▶ cancelled
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.domain.identity import AccountKey, OwnerId, PersonId

LEASE: Final = timedelta(seconds=60)
"""How long a claim lasts; longer than `DEADLINE`, so that it never runs out in a live attempt."""
DEADLINE: Final = timedelta(seconds=30)
"""How long one attempt may take."""
QUARANTINE: Final = timedelta(seconds=120)
"""How long after its last try an unknown row is left alone, as an answer may yet land."""
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

    @property
    def is_final(self) -> bool:
        """Whether nothing will happen to the row by itself any more."""
        return not FOLLOWING[self]


FOLLOWING: Final[dict[OutboxState, frozenset[OutboxState]]] = {
    OutboxState.PENDING: frozenset({OutboxState.SENDING, OutboxState.CANCELLED}),
    OutboxState.SENDING: frozenset(
        {OutboxState.SENT, OutboxState.REJECTED, OutboxState.PENDING, OutboxState.UNKNOWN}
    ),
    OutboxState.UNKNOWN: frozenset(
        {OutboxState.SENT, OutboxState.PENDING, OutboxState.NEEDS_OWNER}
    ),
    OutboxState.SENT: frozenset(),
    OutboxState.REJECTED: frozenset(),
    OutboxState.NEEDS_OWNER: frozenset(),
    OutboxState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has been decided on, before it has a row.

    `batch` joins the parts of one message: `part` (from 1) goes out only after the one before
    it. `dedupe_key` is `batch` and `part`: a second draft with the same one is not accepted.
    `body` is final: what is sent are these bytes. `ref` stands in the body too, so that the
    message can be recognised when it is read back. `names` are the people written of.
    """

    kind: str
    sender: AccountKey | None
    recipient: str
    batch: str
    part: int
    body: str
    ref: str
    names: tuple[PersonId, ...] = ()
    language: str = "en"

    @property
    def dedupe_key(self) -> str:
        """What makes two drafts the same message."""
        return f"{self.batch}:{self.part}"

    @property
    def body_sha(self) -> str:
        """SHA-256 of the body in UTF-8, hexadecimal."""
        return hashlib.sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A draft that is in the store, and how far it got. Times are UTC.

    `fence` grows with each claim: whoever settles must hold the current one. `idem_key` goes
    with every attempt as Idempotency-Key. `not_before` holds a row back after a rate limit.
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
    remote_id: str | None = None
    error: str | None = None
