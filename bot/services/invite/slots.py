"""Choose the slots to propose: the owner's windows without the busy times."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.slot import Slot, free_slots, spread
from bot.errors import CalendarError

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
    """The busy times of all calendars that could be read, and a note for each that could not."""

    busy: tuple[Busy, ...]
    notes: tuple[str, ...]


async def propose(context: Context, taken: Iterable[Slot], how_many: int = PROPOSED) -> Proposals:
    """Read the calendars and choose slots for one invitation.

    `taken` are the slots of other invitations and of planned meetings: see the function `taken`.
    A calendar that cannot be read is left out, and reported in a note.
    """
    return choose(context, await read_agendas(context), taken, how_many)


async def taken(context: Context, unit: Unit, *, but: PersonId | None = None) -> list[Slot]:
    """The slots proposed in open invitations, and those of the planned meetings.

    Once a meeting is planned, the other slots of its invitation are free again. The invitation to
    the person `but` is left out: the same slots may be proposed to them again.
    """
    slots: list[Slot] = []
    for invitation in await unit.invitations.all():
        plan = invitation.plan
        if not invitation.is_open or invitation.person == but:
            continue
        if plan is not None:
            end = plan.start + context.wishes.rules.longest
            slots += [] if plan.cancelled else [Slot(plan.start, end)]
        elif invitation.wording is not None:
            slots += invitation.wording.slots
    return slots


async def read_agendas(context: Context) -> Agendas:
    """Read all calendars, for all invitations of a digest."""
    if not context.wishes.windows:
        return Agendas((), ())
    start, end = stretch(context)
    read = await asyncio.gather(*(_read(calendar, start, end) for calendar in context.calendars))
    busy: list[Busy] = []
    notes = []
    for calendar, agenda in zip(context.calendars, read, strict=True):
        if agenda is None:
            notes.append(
                context.wishes.words.say(
                    "“{calendar}” could not be read, so these times don’t take it into account: "
                    "terrasse doctor says why.",
                    calendar=calendar.name,
                )
            )
            continue
        busy += agenda.busy
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
    return Agendas(tuple(busy), tuple(notes))


def choose(
    context: Context, agendas: Agendas, taken: Iterable[Slot], how_many: int = PROPOSED
) -> Proposals:
    """Choose slots for one invitation, from calendars that were read before."""
    say = context.wishes.words.say
    if not context.wishes.windows:
        return Proposals((), (say("No times are proposed, as the config has no [[slot]]."),))
    free = partial(
        free_slots,
        context.wishes.windows,
        agendas.busy,
        zone=context.owner.zone,
        now=context.clock.now(),
        holidays=_holidays(context),
        rules=context.wishes.rules,
    )
    chosen = tuple(spread(free(taken=taken), how_many, context.owner.zone))
    if chosen:
        return Proposals(chosen, agendas.notes)
    return Proposals((), (*agendas.notes, _why_none(context, is_taken=bool(free(taken=())))))


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


def _holidays(context: Context) -> frozenset[date]:
    if context.holidays is None:
        return frozenset()
    start, end = (at.astimezone(context.owner.zone).date() for at in stretch(context))
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return context.holidays.among(days)
