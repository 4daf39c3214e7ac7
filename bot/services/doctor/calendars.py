"""Checks for `doctor`: the owner's calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import CalendarError
from bot.services.doctor.checks import Finding
from bot.services.invite.slots import stretch
from bot.services.owner.trips import town_of

if TYPE_CHECKING:
    from bot.ports import Calendar
    from bot.services.context import Context

SHOWN: Final = 5
"""How many unreadable events are listed for a calendar."""


async def check_calendars(context: Context) -> list[Finding]:
    """Check that each calendar can be read, and list the events that cannot."""
    return [
        finding for calendar in context.calendars for finding in await _check(context, calendar)
    ]


async def _check(context: Context, calendar: Calendar) -> list[Finding]:
    subject = f"calendar {calendar.name}"
    try:
        agenda = await calendar.agenda(*stretch(context))
    except CalendarError as problem:
        return [Finding(subject, fine=False, said=str(problem))]
    days = context.wishes.rules.horizon
    read, busy = _count(agenda.events, "event"), _count(len(agenda.busy), "busy time")
    said = f"{read} read, {busy} until {days} days from now"
    if calendar.trips:
        found = [entry for entry in agenda.days if town_of(entry, context.gazetteer) is not None]
        said += f", of which {_count(len(found), 'trip')}"
    words = context.wishes.words
    odd = [
        Finding(subject, fine=False, said=unread.at_line(words))
        for unread in agenda.skipped[:SHOWN]
    ]
    if len(agenda.skipped) > SHOWN:
        rest = f"and {len(agenda.skipped) - SHOWN} more that cannot be read: terrasse busy"
        odd.append(Finding(subject, fine=False, said=rest))
    return [Finding(subject, fine=True, said=said), *odd]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
