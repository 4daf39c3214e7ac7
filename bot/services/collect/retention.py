"""Retention: how long text and interactions are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.services.context import Context

KEEP_TEXT: Final = timedelta(days=30)
"""The age up to which the text of a post is kept; older text of a back-fill is not stored."""
KEEP_ALL: Final = timedelta(days=730)
"""The age up to which interactions are kept."""


async def expire(context: Context) -> None:
    """Delete the text and the interactions that are older than they are kept."""
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        await unit.log.expire(text_before=now - KEEP_TEXT, all_before=now - KEEP_ALL)
