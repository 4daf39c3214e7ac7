"""Delete what is older than it is kept: see `bot.domain.retention`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.context import Context


async def expire(context: Context) -> None:
    """Delete the text and the interactions that are older than they are kept."""
    now, keep = context.clock.now(), context.wishes.retention
    async with context.store.unit(context.owner) as unit:
        await unit.log.expire(text_before=now - keep.text, all_before=now - keep.interactions)
