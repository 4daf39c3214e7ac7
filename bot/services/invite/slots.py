"""Choose the slots to propose: the owner's windows without the busy times."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.domain.meeting.interval import overlaps
from bot.domain.meeting.slot import Slot, free_slots, spread
from bot.domain.people.trip import AT_HOME, Stays, Trip
from bot.errors import CalendarError
from bot.services.owner.trips import keep_read, stays_soon, town_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from bot.domain.meeting.slot import Busy
    from bot.domain.people.identity import PersonId
    from bot.ports import Agenda, Calendar, Unit
    from bot.services.context import Context

PROPOSED: Final = 3
"""The number of slots in an invitation."""
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposals:
    """Slots to propose, the certain ones first.

    The notes tell the owner, in their language, why there are not more or better ones.
    """

    slots: tuple[Slot, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agendas:
    """The busy times of all calendars that could be read, and a note for each that could not.

    `stays` are the owner's home and the trips that are near, those of calendars included.
    """

    busy: tuple[Busy, ...]
    notes: tuple[str, ...]
    stays: Stays = AT_HOME


async def propose(context: Context, taken: Iterable[Slot], how_many: int = PROPOSED) -> Proposals:
    """Read the calendars and choose slots for one invitation.

    `taken` are the slots of other invitations and of planned meetings: see the function `taken`.
    A calendar that cannot be read is left out, and reported in a note.
    """
    return choose(context, await read_agendas(context), taken, how_many)


async def taken(context: Context, unit: Unit, *, but: PersonId | None = None) -> list[Slot]:
    """The slots proposed in open invitations, and those of the planned meetings.

    Once a meeting is planned, the other slots of its invitation are free again, until `undo` takes
    the plan back. The invitation to the person `but` is left out: the same slots may be proposed to
    them again.
    """
    slots: list[Slot] = []
    for invitation in await unit.invitations.all():
        plan = invitation.plan
        if not invitation.is_open or invitation.person == but:
            continue
        if plan is not None and not plan.cancelled:
            end = plan.start + context.wishes.rules.longest
            slots.append(Slot(plan.start, end))
        elif invitation.wording is not None:
            slots += invitation.wording.slots
    return slots


async def read_agendas(context: Context) -> Agendas:
    """Read all calendars, for all invitations of a digest, and store the trips in them.

    Without windows there are no times to find, and only the calendars with trips are read.
    """
    start, end = stretch(context)
    calendars = [
        calendar for calendar in context.calendars if context.wishes.windows or calendar.trips
    ]
    read = await asyncio.gather(*(_read(calendar, start, end) for calendar in calendars))
    busy: list[Busy] = []
    trips: dict[str, list[Trip]] = {}
    notes = []
    for calendar, agenda in zip(calendars, read, strict=True):
        if agenda is None:
            notes.append(
                context.wishes.words.say(
                    "“{calendar}” could not be read, so these times don’t take it into account: "
                    "terrasse doctor says why.",
                    calendar=calendar.name,
                )
            )
            continue
        trips[calendar.name], blocked = _without_trips(context, calendar, agenda)
        busy += blocked
        if agenda.skipped:
            notes.append(
                context.wishes.words.count(
                    "{n} entry of “{calendar}” could not be read as it stands, and counts as busy: "
                    "terrasse busy says which.",
                    "{n} entries of “{calendar}” could not be read as they stand, and count as "
                    "busy: terrasse busy says which.",
                    len(agenda.skipped),
                    calendar=calendar.name,
                )
            )
    async with context.store.unit(context.owner) as unit:
        await keep_read(context, unit, trips)
        return Agendas(tuple(busy), tuple(notes), await stays_soon(context, unit))


def _without_trips(
    context: Context, calendar: Calendar, agenda: Agenda
) -> tuple[list[Trip], list[Busy]]:
    """The trips in a calendar, and its busy times: the days of a trip are free for a meeting."""
    trips, away, blocked = [], set(), set()
    for days in agenda.days:
        city = town_of(days, context.gazetteer)
        if city is None:
            blocked |= {(days.start, days.end)} if days.is_busy else set()
        else:
            away.add((days.start, days.end))
            trips.append(Trip(city, days.first, days.last, calendar.name))
    return trips, [busy for busy in agenda.busy if (busy.start, busy.end) not in away - blocked]


def choose(  # noqa: PLR0913 (all that the slots of an invitation depend on)
    context: Context,
    agendas: Agendas,
    taken: Iterable[Slot],
    how_many: int = PROPOSED,
    *,
    trip: Trip | None = None,
    their_zone: ZoneInfo | None = None,
) -> Proposals:
    """Choose slots for one invitation, from calendars that were read before.

    On a `trip`, they are on its days, by the clock there; else on days that are spent at home. In a
    call with somebody in another zone, the owner's quiet hours hold by their clock too.
    """
    zone = context.owner.zone if trip is None else ZoneInfo(trip.city.zone)
    say = context.wishes.words.say
    if not context.wishes.windows:
        return Proposals((), (say("No times are proposed, as the config has no [[slot]]."),))
    free = partial(
        free_slots,
        context.wishes.windows,
        agendas.busy,
        zone=zone,
        now=context.clock.now(),
        holidays=_closed(context, agendas.stays, trip),
        rules=context.wishes.rules,
    )
    found = free(taken=taken)
    by_day = [slot for slot in found if not _is_quiet(context, slot, their_zone)]
    chosen = tuple(spread(by_day, how_many, zone))
    if chosen:
        return Proposals(chosen, agendas.notes)
    if found:
        none = say("Your free times are in quiet hours where they live: the draft names none.")
        return Proposals((), (*agendas.notes, none))
    if trip is not None:
        none = say("You have no free time on this trip: the draft names only its days.")
        return Proposals((), (*agendas.notes, none))
    return Proposals((), (*agendas.notes, _why_none(context, is_taken=bool(free(taken=())))))


def _is_quiet(context: Context, slot: Slot, zone: ZoneInfo | None) -> bool:
    quiet = context.wishes.rules.quiet
    if quiet is None or zone is None:
        return False
    day = slot.start.astimezone(zone).date()
    return any(overlaps((slot.start, slot.end), hours) for hours in quiet.near(day, zone))


def _why_none(context: Context, *, is_taken: bool) -> str:
    """Why no time is proposed: nothing is free, or what is has been proposed before."""
    count, horizon = context.wishes.words.count, context.wishes.rules.horizon
    if is_taken:
        return count(
            "All times that are free until tomorrow are proposed already: none is left for "
            "another invitation.",
            "All times that are free in the next {n} days are proposed already: none is left for "
            "another invitation.",
            horizon,
        )
    return count(
        "Nothing is free until tomorrow.", "Nothing is free in the next {n} days.", horizon
    )


def stretch(context: Context) -> tuple[datetime, datetime]:
    """The time span (UTC) for which calendars are read, with a margin."""
    now = context.clock.now()
    return now - A_DAY, now + timedelta(days=context.wishes.rules.horizon + 2)


async def _read(calendar: Calendar, start: datetime, end: datetime) -> Agenda | None:
    try:
        return await calendar.agenda(start, end)
    except CalendarError:
        return None  # `read_agendas` adds a note, `doctor` shows the error


def _closed(context: Context, stays: Stays, trip: Trip | None) -> frozenset[date]:
    """The days on which nothing is proposed: holidays, and those spent elsewhere."""
    start, end = (at.astimezone(context.owner.zone).date() for at in stretch(context))
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    holidays = context.holidays.among(days) if context.holidays else frozenset()
    return holidays | {
        day
        for day in days
        if (stays.away(day) is not None if trip is None else not trip.touches(day, day))
    }
