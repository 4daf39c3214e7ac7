"""Choosing the slots to propose: the owner's windows, less what their calendars hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.slot import Slot, free_slots, spread
from bot.errors import CalendarError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from bot.domain.meeting.slot import Busy
    from bot.domain.people.identity import PersonId
    from bot.ports import Agenda, Calendar, Unit
    from bot.services.context import Home

PROPOSED: Final = 3
"""So many slots stand in one invitation."""
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposals:
    """Slots to propose, the firm ones first, and why there are not more or better ones.

    The notes are sentences for the owner, in their language.
    """

    slots: tuple[Slot, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agendas:
    """What all calendars hold, as far as they could be read; a note for each that could not."""

    busy: tuple[Busy, ...]
    notes: tuple[str, ...]


async def propose(home: Home, taken: Iterable[Slot], how_many: int = PROPOSED) -> Proposals:
    """Choose slots for one invitation.

    `taken` are those of other open invitations and of meetings to come: see `taken`. A calendar
    that cannot be read costs only itself, and a note.
    """
    return choose(home, await read_agendas(home), taken, how_many)


async def taken(home: Home, unit: Unit, *, but: PersonId | None = None) -> list[Slot]:
    """The slots that stand in open invitations, and the meetings that are planned.

    Once a time is agreed, what was proposed beside it is free again. `but` is the person whom
    slots are wanted for: what was proposed to them may be proposed again.
    """
    invitations = await unit.invitations.all()
    slots: list[Slot] = []
    for one in invitations:
        if not one.is_open or one.person == but:
            continue
        if one.plan is not None:
            end = one.plan.start + home.wishes.rules.longest
            slots += [] if one.plan.cancelled else [Slot(one.plan.start, end)]
        elif one.wording is not None:
            slots += one.wording.slots
    return slots


async def read_agendas(home: Home) -> Agendas:
    """Read all calendars: once for all the invitations of a digest."""
    if not home.wishes.windows:
        return Agendas((), ())
    start, end = stretch(home)
    read = await asyncio.gather(*(_read(one, start, end) for one in home.calendars))
    busy: list[Busy] = []
    notes = []
    for calendar, agenda in zip(home.calendars, read, strict=True):
        if agenda is None:
            notes.append(
                home.wishes.words.say(
                    "“{calendar}” could not be read, so these times don’t take it into account: "
                    "terrasse doctor says why.",
                    calendar=calendar.name,
                )
            )
            continue
        busy += agenda.busy
        if agenda.skipped:
            notes.append(
                home.wishes.words.count(
                    "{n} event of “{calendar}” could not be read: terrasse doctor says why.",
                    "{n} events of “{calendar}” could not be read: terrasse doctor says why.",
                    len(agenda.skipped),
                    calendar=calendar.name,
                )
            )
    return Agendas(tuple(busy), tuple(notes))


def choose(
    home: Home, agendas: Agendas, taken: Iterable[Slot], how_many: int = PROPOSED
) -> Proposals:
    """Choose slots for one invitation, with calendars that have been read."""
    say = home.wishes.words.say
    if not home.wishes.windows:
        return Proposals((), (say("No times are proposed, as the config has no [[slot]]."),))
    free = free_slots(
        home.wishes.windows,
        agendas.busy,
        zone=home.owner.zone,
        now=home.clock.now(),
        taken=taken,
        holidays=_holidays(home),
        rules=home.wishes.rules,
    )
    chosen = tuple(spread(free, how_many, home.owner.zone))
    notes = agendas.notes
    if not chosen:
        horizon = home.wishes.rules.horizon
        notes += (
            home.wishes.words.count(
                "Nothing is free until tomorrow.",
                "Nothing is free in the next {n} days.",
                horizon,
            ),
        )
    return Proposals(chosen, notes)


def stretch(home: Home) -> tuple[datetime, datetime]:
    """The time that is looked at, UTC, with what borders on it."""
    now = home.clock.now()
    return now - A_DAY, now + timedelta(days=home.wishes.rules.horizon + 2)


async def _read(calendar: Calendar, start: datetime, end: datetime) -> Agenda | None:
    try:
        return await calendar.agenda(start, end)
    except CalendarError:
        return None  # told by a note, and by doctor


def _holidays(home: Home) -> frozenset[date]:
    if home.holidays is None:
        return frozenset()
    start, end = (at.astimezone(home.owner.zone).date() for at in stretch(home))
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return home.holidays.among(days)
