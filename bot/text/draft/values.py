"""The values of a brief that templates can use: strings that are safe in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from babel.lists import format_list

from bot.text.draft import appointment
from bot.text.draft.naming import cited
from bot.text.safety.defuse import defuse
from bot.text.safety.links import shown

if TYPE_CHECKING:
    from bot.domain.meeting.event import Event
    from bot.text.draft.brief import Brief


class EventValues(TypedDict):
    """A group event. `name` and `link` may be empty."""

    name: str
    when: str
    link: str


class Values(TypedDict):
    """The variables of a template. Strings may be empty; `event` is set for that kind only.

    `when` is all of `slots` in a phrase: "Saturday 5 December at 12:30 or Tuesday …". `town` and
    `days` are those of the owner's trip: "Lyon", "from 12 to 14 December"; else empty.
    """

    name: str
    thread: str
    link: str
    topic: str
    slots: list[str]
    when: str
    place: str
    town: str
    days: str
    event: EventValues | None


def values(brief: Brief) -> Values:
    """The brief as strings; what others wrote is defused."""
    slots = [
        appointment.said(slot.start, brief.zone, brief.their_zone, brief.language)
        for slot in brief.slots
    ]
    return Values(
        name=defuse(brief.name),
        thread="" if brief.thread is None else cited(brief.thread.text),
        link="" if brief.thread is None else shown(brief.thread.url),
        topic=defuse(brief.topic),
        slots=slots,
        when=format_list(slots, style="or", locale=appointment.locale_of(brief.language)),
        place=defuse(brief.place),
        town="" if brief.trip is None else brief.trip.city.name,
        days=""
        if brief.trip is None
        else appointment.stay(brief.trip.first, brief.trip.last, brief.language),
        event=None if brief.event is None else _event(brief.event, brief),
    )


def _event(event: Event, brief: Brief) -> EventValues:
    return EventValues(
        name=defuse(event.name),
        when=appointment.said(event.start, brief.zone, None, brief.language),
        link=shown(event.url),
    )
