"""Which messenger sends a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import INVITATION

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.ports import Messenger, Unit
    from bot.services.context import Context


async def messenger_of(context: Context, unit: Unit, row: OutboxRow) -> Messenger | None:
    """The messenger that sends a row and reads it back; `None` if the config has none for it.

    Invitations are sent from the owner's account, all other messages by `Context.post`.
    """
    accounts = {watch.key: watch.account for watch in await unit.watches.all()}
    sender = accounts.get(row.draft.sender) if row.draft.sender else None
    if row.draft.kind == INVITATION:
        return context.networks.get(sender) if sender in context.send_as_me else None
    is_ours = (sender, row.draft.recipient) == (context.post.sender, context.post.recipient)
    return context.post.messenger if is_ours else None
