"""Sentences about where somebody lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.lists import format_list

from bot.domain.people.place import Confidence, Nearness, Source
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from bot.domain.people.place import Area, City, Place
    from bot.domain.people.trip import Proximity
    from bot.text.language.catalogue import Catalogue


def in_full(city: City, words: Catalogue, among: Sequence[City] = ()) -> str:
    """`Paris, Texas, United States`: as it can be written after `place 1`.

    The names of regions are English: in other languages the region is told only where a city
    `among` these has the same name and country.
    """
    country = Locale.parse(words.locale).territories.get(city.country, city.country)
    namesakes = [
        other for other in among if (other.name, other.country) == (city.name, city.country)
    ]
    is_told = city.region != city.name and (words.language == "en" or len(namesakes) > 1)
    region = city.region if is_told else ""
    return ", ".join(part for part in (city.name, region, country) if part)


def sentence(place: Place, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """Say where somebody lives: `Rennes, says their bio (seen 3 days ago)`."""
    today = now.astimezone(zone).date()
    seen = place.seen_at.astimezone(zone).date()
    if place.source is Source.OWNER:
        return words.say(
            "{place}: you said so on {date}.",
            place=place.city.name,
            date=dates.date_of(seen, today, words),
        )
    said = _SAID[place.source, place.confidence]
    return words.say(said, place=place.city.name, date=dates.ago(seen, today, words))


def in_short(place: Place, words: Catalogue) -> str:
    """Say where somebody lives, and who says so: `Rennes, says their bio`."""
    said = (
        marked("{place}, as you said")
        if place.source is Source.OWNER
        else _SHORT[place.source, place.confidence]
    )
    return words.say(said, place=place.city.name)


def area(area: Area, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """Say where somebody lives of whom only a region or country is known."""
    seen = dates.ago(area.seen_at.astimezone(zone).date(), now.astimezone(zone).date(), words)
    return words.say(
        "Somewhere in {place}, says their profile (seen {date}).",
        place=defuse(area.written),
        date=seen,
    )


def how_near(proximity: Proximity, words: Catalogue, *, today: date | None = None) -> str:
    """Say how near that is: `in your town`; empty if it is not known.

    The days of a trip are told with their years, if these are not that of `today`.
    """
    trip = proximity.trip
    if trip is None:
        return words.say(_NEAR[proximity.nearness]) if proximity.nearness in _NEAR else ""
    days = dates.stay(trip.first, trip.last, words, today)
    if proximity.nearness is Nearness.SAME_TOWN:
        return words.say("you will be there {days}", days=days)
    return words.say(
        "within reach of {place}, where you will be {days}", place=trip.city.name, days=days
    )


def with_nearness(
    where: str, proximity: Proximity, words: Catalogue, today: date, *, calls: bool = False
) -> str:
    """`Rennes, says their bio · in your town`; `calls`: to who is far, a video call is proposed."""
    near = how_near(proximity, words, today=today)
    if calls and proximity.nearness is Nearness.FAR:
        near = words.say("far from you: a video call")
    said = f"{where[0].upper()}{where[1:]}"
    return f"{said} · {near}" if near else said


def together(names: Sequence[str], city: City, words: Catalogue) -> str:
    """`Alice and Bruno are both in Lyon.`, of two people or more."""
    listed = format_list(list(names), locale=words.locale)
    if len(names) == _TWO:
        return words.say("{names} are both in {place}.", names=listed, place=city.name)
    return words.say("{names} are all in {place}.", names=listed, place=city.name)


def question(cities: Sequence[City], written: str, command: str, words: Catalogue) -> str:
    """Ask which of these cities a profile means; `command` says it of the first."""
    return words.say(
        "Their profile says “{written}”: {places}? Tell me which: {command}",
        written=defuse(written),
        places=" · ".join(in_full(city, words, cities) for city in cities[:_ASKED]),
        command=command,
    )


_TWO: Final = 2
_ASKED: Final = 4
"""The most cities that a question names."""
_NEAR: Final = {
    Nearness.SAME_TOWN: marked("in your town"),
    Nearness.NEAR: marked("within 50 km of you"),
    Nearness.IN_REACH: marked("within your reach"),
    Nearness.FAR: marked("far from you"),
}
_SHORT: Final = {
    (Source.FIELD, Confidence.SURE): marked("{place}, says their profile"),
    (Source.FIELD, Confidence.LIKELY): marked("probably {place}, by their profile"),
    (Source.BIO, Confidence.SURE): marked("{place}, says their bio"),
    (Source.BIO, Confidence.LIKELY): marked("probably {place}, by their bio"),
}
_SAID: Final = {
    (Source.FIELD, Confidence.SURE): marked(
        "{place}, says a field of their profile (seen {date})."
    ),
    (Source.FIELD, Confidence.LIKELY): marked(
        "Probably {place}, by a field of their profile (seen {date})."
    ),
    (Source.BIO, Confidence.SURE): marked("{place}, says their bio (seen {date})."),
    (Source.BIO, Confidence.LIKELY): marked("Probably {place}, by their bio (seen {date})."),
}
