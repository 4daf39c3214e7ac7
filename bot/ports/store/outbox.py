"""Outgoing messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.delivery.outbox import Draft, OutboxRow, OutboxState


class Outbox(Protocol):
    """Outgoing messages; the states are in `bot.domain.delivery.outbox`."""

    async def put(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Add drafts as pending rows, without those whose dedupe key exists.

        Returns how many were added.
        """

    async def next(self, now: datetime, stuck: Collection[str] = ()) -> OutboxRow | None:
        """The oldest pending row that may be claimed now: see `claimable`.

        Lines (see `Draft.line`) and batches in `stuck` are skipped.
        """

    async def claim(self, row: OutboxRow, worker: str, now: datetime) -> OutboxRow | None:
        """Claim a pending row for sending; sets the lease, increases fence and attempts.

        Returns the claimed row, or `None` if another worker was first.
        """

    async def settle(  # noqa: PLR0913 (what an attempt can end with)
        self,
        row: OutboxRow,
        state: OutboxState,
        *,
        now: datetime,
        remote_id: str | None = None,
        error: str | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Store the result of an attempt or a read-back: see `settled`.

        Returns False, and changes nothing, unless the row still has the state and the fence of
        `row` and the transition is allowed. A rejected part cancels the parts after it.
        """

    async def resend(self, row: OutboxRow, now: datetime) -> bool:
        """Have a row sent again as soon as possible: see `resent`.

        Returns False, and changes nothing, if it changed since, or does not wait.
        """

    async def cancel(self, batch: str) -> bool:
        """Cancel the pending parts of a message. True if nothing can have been sent."""

    async def doubt_all(self, now: datetime) -> int:
        """Mark all pending and sending rows as unknown, so that they are read back first.

        Returns how many rows changed.
        """

    async def overdue(self, now: datetime) -> Sequence[OutboxRow]:
        """The rows that need attention: see `is_overdue`."""

    async def unsent_digests(self) -> Collection[tuple[datetime, int]]:
        """The digests, by due time and revision, of which a part is not known to be out."""

    async def all(self) -> Sequence[OutboxRow]:
        """All rows, oldest first."""
