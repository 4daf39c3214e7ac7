"""Sentences about where somebody lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale

from bot.domain.people.place import Confidence, Source
from bot.text.language import dates
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.people.place import City, Place
    from bot.text.language.catalogue import Catalogue


def in_full(city: City, words: Catalogue) -> str:
    """`Paris, Texas, United States`: as it can be written after `place 1`."""
    country = Locale.parse(words.locale).territories.get(city.country, city.country)
    region = "" if city.region == city.name else city.region
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


def question(cities: Sequence[City], written: str, command: str, words: Catalogue) -> str:
    """Ask which of these cities a profile means; `command` says it of the first."""
    return words.say(
        "Their profile says “{written}”: {places}? Tell me which: {command}",
        written=written,
        places=" · ".join(in_full(city, words) for city in cities),
        command=command,
    )


_SAID = {
    (Source.FIELD, Confidence.SURE): marked(
        "{place}, says a field of their profile (seen {date})."
    ),
    (Source.FIELD, Confidence.LIKELY): marked(
        "Probably {place}, by a field of their profile (seen {date})."
    ),
    (Source.BIO, Confidence.SURE): marked("{place}, says their bio (seen {date})."),
    (Source.BIO, Confidence.LIKELY): marked("Probably {place}, by their bio (seen {date})."),
}
