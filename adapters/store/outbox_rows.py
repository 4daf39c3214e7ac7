"""Messages on their way out as rows of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.outbox import Draft, OutboxRow
from bot.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.identity import OwnerId


def draft_columns(draft: Draft) -> dict[str, object]:
    """What is final from the start."""
    return {
        "kind": draft.kind,
        "sender": draft.sender,
        "recipient": draft.recipient,
        "batch": draft.batch,
        "part": draft.part,
        "dedupe_key": draft.dedupe_key,
        "body": draft.body,
        "body_sha": draft.body_sha,
        "ref": draft.ref,
        "names": draft.names,
        "language": draft.language,
        "reply_to": draft.reply_to,
    }


def progress_columns(row: OutboxRow) -> dict[str, object]:
    """What changes on the way."""
    return {
        "state": row.state,
        "attempts": row.attempts,
        "read_backs": row.read_backs,
        "fence": row.fence,
        "lease_owner": row.lease_owner,
        "lease_until": row.lease_until,
        "not_before": row.not_before,
        "first_try_at": row.first_try_at,
        "last_try_at": row.last_try_at,
        "resent_at": row.resent_at,
        "remote_id": row.remote_id,
        "error": row.error,
    }


def pending_row(
    owner: OwnerId, draft: Draft, idem_key: str, created_at: datetime
) -> dict[str, object]:
    """A draft as a row of which nothing was tried yet."""
    row = OutboxRow(id=0, owner=owner, draft=draft, idem_key=idem_key, created_at=created_at)
    return {
        "owner": owner,
        "idem_key": idem_key,
        "created_at": created_at,
        **draft_columns(draft),
        **progress_columns(row),
    }


def outbox_row_of(row: Row[*tuple[Any, ...]]) -> OutboxRow:
    """The row in the domain's words.

    Raises:
        StoreError: the body is not the one that was decided on.
    """
    draft = Draft(
        kind=row.kind,
        sender=row.sender,
        recipient=row.recipient,
        batch=row.batch,
        part=row.part,
        body=row.body,
        ref=row.ref,
        names=tuple(row.names),
        language=row.language,
        reply_to=row.reply_to,
    )
    if draft.body_sha != row.body_sha:
        message = (
            f"Message {row.id} in the outbox is not what was written there, and will not be "
            "sent: run `terrasse doctor`."
        )
        raise StoreError(message)
    return OutboxRow(
        id=row.id,
        owner=row.owner,
        draft=draft,
        idem_key=row.idem_key,
        created_at=row.created_at,
        state=row.state,
        attempts=row.attempts,
        read_backs=row.read_backs,
        fence=row.fence,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        not_before=row.not_before,
        first_try_at=row.first_try_at,
        last_try_at=row.last_try_at,
        resent_at=row.resent_at,
        remote_id=row.remote_id,
        error=row.error,
    )
