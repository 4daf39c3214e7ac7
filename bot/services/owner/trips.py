"""Where the owner is: home, and the trips that they or their calendars tell of."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.moment import Doubt
from bot.domain.commands.verbs import Verb, word_for
from bot.domain.people.trip import Stays, Trip, with_trip
from bot.errors import ImpossibleError
from bot.services.owner.place import city_called, home_command, home_of
from bot.services.owner.undo import Undoable
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.place import sentences, telling
from bot.text.place.names import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.commands.moment import Days
    from bot.domain.people.place import City
    from bot.ports import Gazetteer, Unit, WholeDays
    from bot.services.context import Context

SAID: Final = "trips"
"""The preference with the trips that the owner said."""
READ: Final = "calendar-trips"
"""The preference with those that were read in calendars."""
LONGEST: Final = timedelta(days=183)
"""Whoever stays for longer lives there."""
LARGE: Final = 40_000
"""People. Names of smaller towns are more often names of people, or words."""
DOUBTS: Final = {
    Doubt.PAST: marked("“{when}” is past. Which day do you mean?"),
    Doubt.NO_SUCH_DAY: marked("There is no “{when}”. Which day do you mean?"),
    Doubt.BACKWARDS: marked("“{when}” ends before it begins. Which days do you mean?"),
}
"""The answer to a date that cannot be used."""
HOMELESS: Final = marked("Where you live is not known. Tell me: {command}")
_KINDS: Final = "trip|travel|visit|stay|weekend|week-end|voyage|séjour|déplacement|visite|reise"
_JOURNEY: Final = re.compile(
    rf"(?:{_KINDS}) (?:to|in|at|à|au|aux|nach) (?P<to>.+)|(?P<of>.+?) (?:{_KINDS})", re.IGNORECASE
)
"""`Trip to Lyon`, `Lyon trip`: the title of an event."""


async def stays_of(context: Context, unit: Unit) -> Stays:
    """Where the owner lives, and all their trips that are not over, in the order of their days."""
    calendars = {calendar.name for calendar in context.calendars if calendar.trips}
    trips = [
        *await _read(context, unit, SAID),
        *(trip for trip in await _read(context, unit, READ) if trip.calendar in calendars),
    ]
    trips.sort(key=lambda trip: (trip.first, trip.last))
    return Stays(await home_of(context, unit), tuple(trips), context.wishes.reach)


async def stays_soon(context: Context, unit: Unit) -> Stays:
    """Where the owner lives, and the trips on which a meeting may be proposed now."""
    now = today(context)
    horizon = timedelta(days=context.wishes.rules.horizon)
    return (await stays_of(context, unit)).within(now, now + horizon)


async def asked_stays(context: Context, unit: Unit, name: str | None) -> Stays:
    """The town of this name in place of home; without a name, the owner's home and trips.

    Raises:
        ImpossibleError: the name is not that of one town, or it is empty and there is no home.
    """
    stays = await stays_soon(context, unit)
    if name == "" and stays.home is None and not stays.trips:
        raise ImpossibleError(HOMELESS, command=f"{home_command(context)} …")
    if not name:
        return stays
    city = city_called(context, name, await home_of(context, unit), "people --near")
    return Stays(city, (), context.wishes.reach)


def today(context: Context) -> date:
    """The owner's day, at home."""
    return context.clock.now().astimezone(context.owner.zone).date()


async def keep_read(context: Context, unit: Unit, read: Mapping[str, Sequence[Trip]]) -> None:
    """Store the trips that were read, by calendar; those of a calendar that was not are kept."""
    kept = [trip for trip in await _read(context, unit, READ) if trip.calendar not in read]
    found = _written([*kept, *(trip for trips in read.values() for trip in trips)])
    if found != await unit.preferences.get(READ):
        await unit.preferences.set(READ, found, context.clock.now())


def town_of(days: WholeDays, gazetteer: Gazetteer) -> City | None:
    """The town of an event of whole days: by its place, or else by its title.

    `None` if neither is a town, or if it may be several. A title of nothing but a name has to be
    that of a larger town, as it may be somebody's name, or a word: `Alice`, `Nice`.
    """
    parts = [part.strip("0123456789 -") for part in days.location.split(",")]
    title = _JOURNEY.fullmatch(days.title)
    names = [", ".join(parts[start:]) for start in range(len(parts))]
    for name in [*names, title["to"] or title["of"]] if title else names:
        if found := gazetteer.find(name) if name else ():
            return found[0] if len(found) == 1 else None
    found = (
        () if title or key(days.title) in sentences.words().words else gazetteer.find(days.title)
    )
    return found[0] if len(found) == 1 and found[0].population >= LARGE else None


async def say_trip(context: Context, unit: Unit, name: str, days: Days) -> str:
    """Store a trip; returns the answer.

    Raises:
        ImpossibleError: the name is not that of one town, or there are no such days.
    """
    words = context.wishes.words
    first, last = _dates(context, days)
    verb = word_for(Verb.TRIP, words.language)
    city = city_called(context, name, await home_of(context, unit), verb, f" {days.said}")
    if last - first > LONGEST:
        raise ImpossibleError(
            marked("That is more than half a year. If you move there: {command}"),
            command=f"{home_command(context)} {telling.in_full(city, words)}",
        )
    new = Trip(city, first, last)
    await _say(context, unit, with_trip(await _read(context, unit, SAID), new))
    return words.say(
        "{place}, {days}. Noted.", place=telling.in_full(city, words), days=_days(context, new)
    )


async def say_cancelled(context: Context, unit: Unit, name: str, days: Days | None) -> str:
    """Delete the trips to a town, or the one on these days; returns the answer.

    Raises:
        ImpossibleError: there is no such trip, or a calendar says it.
    """
    meant = {city.id for city in context.gazetteer.find(name)}
    when = None if days is None else _dates(context, days)
    trips = [
        trip
        for trip in (await stays_of(context, unit)).trips
        if trip.city.id in meant and (when is None or trip.touches(*when))
    ]
    said = [trip for trip in trips if not trip.calendar]
    if not trips:
        raise ImpossibleError(
            marked("I know of no such trip to “{place}”. All of them: {command}"),
            place=name,
            command=word_for(Verb.TRIPS, context.wishes.words.language),
        )
    if not said:
        raise ImpossibleError(
            marked("This trip is in your calendar “{calendar}”: delete it there."),
            calendar=trips[0].calendar,
        )
    kept = [trip for trip in await _read(context, unit, SAID) if trip not in said]
    await _say(context, unit, kept)
    told = [f"{trip.city.name}, {_days(context, trip)}" for trip in said]
    return context.wishes.words.say("Cancelled: {trips}.", trips=" · ".join(told))


async def say_trips(context: Context, unit: Unit) -> str:
    """Where the owner lives, and their trips, in sentences."""
    stays, words = await stays_of(context, unit), context.wishes.words
    if stays.home is not None:
        lines = [words.say("You live in {place}.", place=telling.in_full(stays.home, words))]
    else:
        lines = [words.say(HOMELESS, command=f"{home_command(context)} …")]
    if not stays.trips:
        lines.append(words.say("No trips."))
    return "\n".join([*lines, *(trip_line(context, trip) for trip in stays.trips)])


def trip_line(context: Context, trip: Trip) -> str:
    """`Lyon, from 12 to 14 December`, and the calendar that says so."""
    words = context.wishes.words
    said = f"{trip.city.name}, {_days(context, trip)}"
    if not trip.calendar:
        return said
    return words.say("{trip} (calendar “{calendar}”)", trip=said, calendar=trip.calendar)


def _days(context: Context, trip: Trip) -> str:
    return dates.stay(trip.first, trip.last, context.wishes.words, today(context))


def _dates(context: Context, days: Days) -> tuple[date, date]:
    found = days.on_or_after(today(context))
    if isinstance(found, Doubt):
        raise ImpossibleError(DOUBTS[found], when=days.said)
    return found


async def _say(context: Context, unit: Unit, trips: Sequence[Trip]) -> None:
    undoable = Undoable(unit, Verb.TRIP.value, context.clock.now())
    await undoable.prefer(SAID, _written(trips))
    await undoable.done()


async def _read(context: Context, unit: Unit, name: str) -> list[Trip]:
    """The trips of a preference that are not over."""
    rows = json.loads(await unit.preferences.get(name) or "[]")
    found = [
        Trip(city, date.fromisoformat(first), date.fromisoformat(last), calendar)
        for number, first, last, calendar in rows
        if (city := context.gazetteer.city(number)) is not None
    ]
    return [trip for trip in found if trip.last >= today(context)]


def _written(trips: Sequence[Trip]) -> str | None:
    rows = [
        (trip.city.id, trip.first.isoformat(), trip.last.isoformat(), trip.calendar)
        for trip in trips
    ]
    return json.dumps(rows) if rows else None
