"""What became of a message that was to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow, OutboxState
    from bot.errors import Closed


@dataclass(frozen=True, slots=True)
class Delivered:
    """A row that moved, and where to.

    `row` is as it was before; `remote_id` names what was sent, `error` says why it is not,
    `closed` is set where that is because the recipient takes no messages from this account.
    """

    row: OutboxRow
    state: OutboxState
    error: str | None = None
    remote_id: str | None = None
    closed: Closed | None = None
