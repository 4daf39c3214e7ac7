"""Through whom a message goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import INVITATION

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.ports import Messenger, Unit
    from bot.services.context import Context


async def messenger_of(context: Context, unit: Unit, row: OutboxRow) -> Messenger | None:
    """Who takes a row, and tells whether it took it; `None` where today's config has no such way.

    Invitations go out through the owner's account that they are to come from, all else through
    the post, to its one recipient.
    """
    accounts = {watch.key: watch.account for watch in await unit.watches.all()}
    sender = accounts.get(row.draft.sender) if row.draft.sender else None
    if row.draft.kind == INVITATION:
        return context.networks.get(sender) if sender in context.send_as_me else None
    is_ours = (sender, row.draft.recipient) == (context.post.sender, context.post.recipient)
    return context.post.messenger if is_ours else None
