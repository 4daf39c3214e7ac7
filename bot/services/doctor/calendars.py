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
    words = context.wishes.words
    subject = words.say("calendar {name}", name=calendar.name)
    try:
        agenda = await calendar.agenda(*stretch(context))
    except CalendarError as problem:
        return [Finding(subject, fine=False, said=words.tell(problem))]
    days = context.wishes.rules.horizon
    said = words.say(
        "{read}, {busy} until {days} days from now",
        read=words.count("{n} event read", "{n} events read", agenda.events),
        busy=words.count("{n} busy time", "{n} busy times", len(agenda.busy)),
        days=days,
    )
    if calendar.trips:
        found = [entry for entry in agenda.days if town_of(entry, context.gazetteer) is not None]
        trips = words.count("{n} trip", "{n} trips", len(found))
        said = words.say("{said}, of which {trips}", said=said, trips=trips)
    odd = [
        Finding(subject, fine=False, said=unread.at_line(words))
        for unread in agenda.skipped[:SHOWN]
    ]
    if len(agenda.skipped) > SHOWN:
        rest = words.say(
            "and {number} more that cannot be read: terrasse busy",
            number=len(agenda.skipped) - SHOWN,
        )
        odd.append(Finding(subject, fine=False, said=rest))
    return [Finding(subject, fine=True, said=said), *odd]
