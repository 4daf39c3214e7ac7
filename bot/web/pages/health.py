"""Health: what `terrasse doctor` finds, the outbox, and what went wrong last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.web.page import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.services.context import Context


async def show(request: Request, context: Context) -> Response:
    """The page."""
    async with context.store.unit(context.owner) as unit:
        rows = await unit.outbox.all()
    return render(request, "health.html", rows=rows)
