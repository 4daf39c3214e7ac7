"""The outbox in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.outbox import (
    OutboxRow,
    OutboxState,
    claimable,
    claimed,
    doubted,
    ends_batch,
    got_out,
    is_overdue,
    settled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.outbox import Draft


class MemoryOutbox:
    """`bot.ports.Outbox` for one owner. `new_id` numbers rows, `new_key` makes their keys."""

    def __init__(self, kept: Kept, new_id: Callable[[], int], new_key: Callable[[], str]) -> None:
        self._kept = kept
        self._new_id = new_id
        self._new_key = new_key

    async def put(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Add drafts as pending rows, those left out whose dedupe key is there already."""
        rows = self._kept.outbox
        there = {row.draft.dedupe_key for row in rows.values()}
        added = 0
        for draft in drafts:
            if draft.dedupe_key in there:
                continue
            there.add(draft.dedupe_key)
            row = OutboxRow(self._new_id(), self._kept.owner, draft, self._new_key(), at)
            rows[row.id] = row
            added += 1
        return added

    async def next(self, now: datetime, stuck: Collection[str] = ()) -> OutboxRow | None:
        """The pending row that may be claimed now: the oldest, its earlier parts being sent."""
        return next(iter(claimable(self._kept.outbox.values(), now, stuck)), None)

    async def claim(self, row: OutboxRow, worker: str, now: datetime) -> OutboxRow | None:
        """Take a pending row for sending: lease, fence and attempt are counted up."""
        there = (one for one in claimable(self._kept.outbox.values(), now) if one.id == row.id)
        found = next(there, None)
        if found is None or found.fence != row.fence:
            return None
        taken = claimed(found, worker, now)
        self._kept.outbox[row.id] = taken
        return taken

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
        """Write down how an attempt or a read-back ended."""
        found = self._kept.outbox.get(row.id)
        if found is None or (found.state, found.fence) != (row.state, row.fence):
            return False
        after = settled(
            found, state, now=now, remote_id=remote_id, error=error, not_before=not_before
        )
        if after is None:
            return False
        self._kept.outbox[row.id] = after
        if ends_batch(after):
            batch = self._batch(after.draft.batch)
            self._cancel(one for one in batch if one.draft.part > after.draft.part)
        return True

    async def cancel(self, batch: str) -> bool:
        """Cancel what is pending of a message; whether nothing of it got out, or may have."""
        rows = self._batch(batch)
        self._cancel(rows)
        return not got_out(rows)

    async def doubt_all(self, now: datetime) -> int:
        """Have whatever may not be final read back before it is sent; how many messages that is."""
        moving = {OutboxState.PENDING, OutboxState.SENDING}
        rows = [row for row in self._kept.outbox.values() if row.state in moving]
        self._kept.outbox.update({row.id: doubted(row, now) for row in rows})
        return len(rows)

    async def overdue(self, now: datetime) -> Sequence[OutboxRow]:
        """Rows being sent whose lease ran out, and unknown rows whose quarantine is over."""
        return [row for row in self._kept.outbox.values() if is_overdue(row, now)]

    async def all(self) -> Sequence[OutboxRow]:
        """All rows, oldest first."""
        return tuple(self._kept.outbox.values())

    def _batch(self, batch: str) -> list[OutboxRow]:
        return [row for row in self._kept.outbox.values() if row.draft.batch == batch]

    def _cancel(self, rows: Iterable[OutboxRow]) -> None:
        for row in rows:
            if row.state is OutboxState.PENDING:
                self._kept.outbox[row.id] = replace(
                    row, state=OutboxState.CANCELLED, not_before=None
                )
