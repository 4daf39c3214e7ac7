"""Health: what `terrasse doctor` finds, the outbox, and what went wrong last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import FOLLOWING, KINDS, OutboxState, resent
from bot.services.delivery.waiting import mark_of
from bot.services.doctor.calendars import check_calendars
from bot.services.doctor.checks import check_home, check_networks, check_store
from bot.services.doctor.templates import check_templates
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.web.page import render
from bot.web.progress import read_progress
from bot.web.site import site_of

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.delivery.outbox import OutboxRow
    from bot.services.context import Context

SHOWN: Final = 20
"""Messages that are shown of those that are out, given up or refused, the newest first."""
STATES: Final = {
    OutboxState.PENDING: marked("waits to be sent"),
    OutboxState.SENDING: marked("is being sent"),
    OutboxState.SENT: marked("sent"),
    OutboxState.REJECTED: marked("refused by the server"),
    OutboxState.UNKNOWN: marked("being looked for: it may have arrived"),
    OutboxState.NEEDS_OWNER: marked("needs your word: it may have arrived"),
    OutboxState.CANCELLED: marked("given up"),
}
_IN_MEMORY: Final = "memory:village"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the outbox, in words, and what can be done with it."""

    row: OutboxRow
    kind: str
    state: str
    created: str
    tried: str
    mark: str
    may_resend: bool
    may_drop: bool


async def show(request: Request, context: Context) -> Response:
    """The page; `?networks=yes` asks the networks and calendars too, and reads the whole store."""
    settings = site_of(request).settings
    asks_networks = request.query_params.get("networks") == "yes"
    store = settings.store_url if settings else _IN_MEMORY
    findings = await check_store(context, store, thoroughly=asks_networks)
    findings += await check_templates(context)
    findings += await check_home(context)
    if asks_networks:
        findings += await check_networks(context)
        findings += await check_calendars(context)
    async with context.store.unit(context.owner) as unit:
        rows = await unit.outbox.all()
    messages = [_message(context, row) for row in reversed(rows)]
    over = [message for message in messages if not FOLLOWING[message.row.state]]
    return render(
        request,
        "health.html",
        findings=sorted(findings, key=lambda finding: finding.fine),
        asks_networks=asks_networks,
        waiting=[message for message in messages if FOLLOWING[message.row.state]],
        over=over[:SHOWN],
        more=max(0, len(over) - SHOWN),
        progress=await read_progress(context),
    )


def _message(context: Context, row: OutboxRow) -> Message:
    words = context.wishes.words
    kind = words.say(KINDS.get(row.draft.kind, row.draft.kind))

    def moment(at: datetime | None) -> str:
        return "" if at is None else dates.moment(at, context.owner.zone, words)

    return Message(
        row,
        f"{kind[0].upper()}{kind[1:]}",
        words.say(STATES[row.state]),
        moment(row.created_at),
        moment(row.last_try_at),
        mark_of(row),
        resent(row, context.clock.now()) is not None,
        OutboxState.CANCELLED in FOLLOWING[row.state],
    )
