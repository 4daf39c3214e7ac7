"""Messages on their way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.delivery.outbox import Draft, OutboxRow, OutboxState


class Outbox(Protocol):
    """Messages on their way out: see `bot.domain.delivery.outbox` for the states."""

    async def put(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Add drafts as pending rows, those left out whose dedupe key is there already.

        Returns how many were added.
        """
        ...

    async def next(self, now: datetime, stuck: Collection[str] = ()) -> OutboxRow | None:
        """The pending row that may be claimed now: the oldest, its earlier parts being sent.

        `None` too while another row of the same sender is being sent. Lines (see `Draft.line`)
        that are `stuck` are passed over.
        """
        ...

    async def claim(self, row: OutboxRow, worker: str, now: datetime) -> OutboxRow | None:
        """Take a pending row for sending: lease, fence and attempt are counted up.

        Returns the row as claimed, or `None` when somebody else was first.
        """
        ...

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
        """Write down how an attempt or a read-back ended.

        Returns False, and changes nothing, unless the row still has the state and the fence
        of `row` and the new state may follow it. A rejected part cancels the parts after it.
        `UNKNOWN` after `UNKNOWN` counts a read-back that could not tell, or, with `not_before`,
        makes the row wait for one. No row is held back for longer than `LONGEST_HOLD`.
        """
        ...

    async def cancel(self, batch: str) -> bool:
        """Cancel what is pending of a message.

        Returns whether nothing of it got out, or may have: then it can be composed anew.
        """
        ...

    async def doubt_all(self, now: datetime) -> int:
        """Have whatever is pending or being sent read back before it is sent: it may be out.

        Returns how many messages that is.
        """
        ...

    async def overdue(self, now: datetime) -> Sequence[OutboxRow]:
        """Rows being sent whose lease ran out, and unknown rows whose quarantine is over.

        Also unknown rows whose quarantine must begin anew: see `must_wait_again`.
        """
        ...

    async def all(self) -> Sequence[OutboxRow]:
        """All rows, oldest first."""
        ...
