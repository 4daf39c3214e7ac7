"""When a digest is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.schedule import Lateness, Occasion, occasion

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports import Unit
    from bot.services.context import Context

WAIT_FOR_OTHERS: Final = timedelta(hours=24)
"""How long the first digest waits for the back-fill of the owner's other accounts."""


async def due_now(context: Context) -> Occasion | None:
    """The occurrence of the schedule that is due and not settled yet."""
    async with context.store.unit(context.owner) as unit:
        settled = await unit.suggestions.settled()
        first = await unit.suggestions.began() or await _first_due(context, unit)
    if first is None:
        return None
    now = context.clock.now()
    return occasion(context.wishes.schedule, first=first, settled=settled, now=now)


async def next_due(context: Context) -> datetime | None:
    """When the next digest is due; `None` before the first back-fill is complete."""
    now = context.clock.now()
    found = await due_now(context)
    if found is not None and found.lateness is Lateness.DUE:
        return found.due
    async with context.store.unit(context.owner) as unit:
        began = await unit.suggestions.began()
        if began is None:
            return await _first_due(context, unit)
    return context.wishes.schedule.next_after(began, now)


async def _first_due(context: Context, unit: Unit) -> datetime | None:
    """When all first back-fills are complete, or `WAIT_FOR_OTHERS` after the first of them."""
    watches = [watch for watch in await unit.watches.all() if watch.account in context.networks]
    complete = [watch.complete_at for watch in watches if watch.complete_at is not None]
    if not complete:
        return None
    if len(complete) == len(context.networks):
        return max(complete)
    return min(complete) + WAIT_FOR_OTHERS
