"""Today: the digest, questions that wait, drafts, and the week's slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.digest.announcing import say_when
from bot.services.owner.intentions import say_progress
from bot.web.page import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.services.context import Context


async def show(request: Request, context: Context) -> Response:
    """The page."""
    due = await say_when(context)
    async with context.store.unit(context.owner) as unit:
        goal = await say_progress(context, unit)
    return render(request, "today.html", goal=goal, due=due)
