"""The result of delivering a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow, OutboxState
    from bot.errors import Closed


@dataclass(frozen=True, slots=True)
class Delivered:
    """A row that changed state, and its new `state`.

    `row` is the row before the change. `remote_id` is the id of the sent message, `error` the
    reason why it was not sent. `closed` is set if the recipient refuses such messages.
    """

    row: OutboxRow
    state: OutboxState
    error: str | None = None
    remote_id: str | None = None
    closed: Closed | None = None
