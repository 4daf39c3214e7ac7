"""The outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, update

from adapters.store.records import field_names, record_of, values_of
from adapters.store.tables import OUTBOX
from bot.domain.delivery.outbox import (
    Draft,
    Link,
    OutboxRow,
    OutboxState,
    claimable,
    claimed,
    doubted,
    ends_batch,
    got_out,
    is_overdue,
    resent,
    settled,
)
from bot.domain.sentence import marked
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from adapters.store.unit.scope import Scope

_C: Final = OUTBOX.c
_MOVING: Final = (OutboxState.PENDING, OutboxState.SENDING)
_PROGRESS: Final = frozenset(field_names(OutboxRow)) - {
    *("id", "owner", "draft", "idem_key", "created_at")
}
"""What changes on the way; all else is final from the start."""


class SqlOutbox:
    """`bot.ports.Outbox` for one owner. `new_key` makes idempotency keys."""

    def __init__(self, scope: Scope, new_key: Callable[[], str]) -> None:
        self._scope = scope
        self._new_key = new_key

    async def put(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Add drafts as pending rows, those left out whose dedupe key is there already."""
        wanted: dict[str, Draft] = {}
        for draft in drafts:
            wanted.setdefault(draft.dedupe_key, draft)
        found = await self._scope.run(
            select(_C.dedupe_key).where(self._scope.mine(OUTBOX), _C.dedupe_key.in_(wanted.keys()))
        )
        there = set(found.scalars())
        rows = [self._pending(draft, at) for key, draft in wanted.items() if key not in there]
        await self._scope.run_for(insert(OUTBOX), rows)
        return len(rows)

    async def next(self, now: datetime, stuck: Collection[str] = ()) -> OutboxRow | None:
        """The pending row that may be claimed now: the oldest, its earlier parts being sent."""
        return next(iter(claimable(await self._moving(), now, stuck)), None)

    async def claim(self, row: OutboxRow, worker: str, now: datetime) -> OutboxRow | None:
        """Take a pending row for sending: lease, fence and attempt are counted up."""
        there = claimable(await self._moving(), now)
        found = next((other for other in there if other.id == row.id), None)
        if found is None or found.fence != row.fence:
            return None
        taken = claimed(found, worker, now)
        return taken if await self._swap(found, taken) else None

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
        found = next(iter(await self._rows(_C.id == row.id)), None)
        if found is None or (found.state, found.fence) != (row.state, row.fence):
            return False
        after = settled(
            found, state, now=now, remote_id=remote_id, error=error, not_before=not_before
        )
        if after is None or not await self._swap(found, after):
            return False
        if ends_batch(after):
            await self._cancel(_C.batch == after.draft.batch, _C.part > after.draft.part)
        return True

    async def resend(self, row: OutboxRow, now: datetime) -> bool:
        """Have a row that waits sent again, without waiting."""
        found = next(iter(await self._rows(_C.id == row.id)), None)
        if found is None or (found.state, found.fence) != (row.state, row.fence):
            return False
        again = resent(found, now)
        return again is not None and await self._swap(found, again)

    async def cancel(self, batch: str) -> bool:
        """Cancel what is pending of a message; whether nothing of it got out, or may have."""
        await self._cancel(_C.batch == batch)
        return not got_out(await self._rows(_C.batch == batch))

    async def doubt_all(self, now: datetime) -> int:
        """Have whatever may not be final read back before it is sent; how many messages that is."""
        rows = await self._rows(_C.state.in_(_MOVING))
        for row in rows:
            await self._swap(row, doubted(row, now))
        return len(rows)

    async def overdue(self, now: datetime) -> Sequence[OutboxRow]:
        """Rows that nobody is sending any more, and unknown ones to read back or to wait anew."""
        rows = await self._rows(_C.state.in_((OutboxState.SENDING, OutboxState.UNKNOWN)))
        return [row for row in rows if is_overdue(row, now)]

    async def unsent_digests(self) -> Collection[tuple[datetime, int]]:
        """The digests of which a part is not known to be out."""
        found = await self._scope.run(
            select(_C.due, _C.revision)
            .distinct()
            .where(self._scope.mine(OUTBOX), _C.due.is_not(None), _C.state != OutboxState.SENT)
        )
        return {(row.due, row.revision) for row in found}

    async def all(self) -> Sequence[OutboxRow]:
        """All rows, oldest first."""
        return [_outbox_row(row) for row in await self._scope.all(OUTBOX, _C.id)]

    async def _moving(self) -> list[OutboxRow]:
        batches = select(_C.batch).where(self._scope.mine(OUTBOX), _C.state.in_(_MOVING))
        return await self._rows(_C.batch.in_(batches))

    async def _rows(self, *where: ColumnElement[bool]) -> list[OutboxRow]:
        rows = await self._scope.run(
            select(OUTBOX).where(self._scope.mine(OUTBOX), *where).order_by(_C.id)
        )
        return [_outbox_row(row) for row in rows]

    def _pending(self, draft: Draft, at: datetime) -> dict[str, Any]:
        row = OutboxRow(
            id=0, owner=self._scope.owner, draft=draft, idem_key=self._new_key(), created_at=at
        )
        kept = values_of(row, OUTBOX) | values_of(draft, OUTBOX) | values_of(draft.link, OUTBOX)
        del kept["id"]
        return kept | {"dedupe_key": draft.dedupe_key, "body_sha": draft.body_sha}

    async def _swap(self, before: OutboxRow, after: OutboxRow) -> bool:
        swapped = await self._scope.run(
            update(OUTBOX)
            .where(_C.id == before.id, self._scope.mine(OUTBOX))
            .where(_C.state == before.state, _C.fence == before.fence)
            .values({name: getattr(after, name) for name in _PROGRESS})
        )
        self._scope.grow()
        return swapped.rowcount == 1

    async def _cancel(self, *where: ColumnElement[bool]) -> None:
        self._scope.grow()
        await self._scope.run(
            update(OUTBOX)
            .where(self._scope.mine(OUTBOX), _C.state == OutboxState.PENDING, *where)
            .values(state=OutboxState.CANCELLED, not_before=None)
        )


def _outbox_row(row: Row[*tuple[Any, ...]]) -> OutboxRow:
    """The message that a row holds.

    Raises:
        StoreError: the body is not the one that was decided on.
    """
    draft = record_of(Draft, row, link=record_of(Link, row))
    if draft.body_sha != row.body_sha:
        raise StoreError(
            marked(
                "Message {id} in the outbox is not what was written there, and will not be "
                "sent: run `terrasse doctor`."
            ),
            id=row.id,
        )
    return record_of(OutboxRow, row, draft=draft)
