"""Where people live: by the owner's word, or else by their profiles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.people.place import Area, Confidence, Place, Source
from bot.services.places.reading import read_profile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, Person, PersonId
    from bot.domain.people.place import City
    from bot.ports import SaidPlace, Unit
    from bot.services.context import Context
    from bot.services.places.reading import Reading
    from bot.services.ranking.scene import Scene


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person lives; if their profile is ambiguous, the cities that it may mean.

    `written` is what the profile says then: a question to the owner. `area` is the region or
    country, if it says no more.
    """

    place: Place | None = None
    candidates: tuple[City, ...] = ()
    written: str = ""
    area: Area | None = None


UNKNOWN = Whereabouts()
_read = lru_cache(maxsize=8_192)(read_profile)
"""Cached: a profile takes a millisecond, there are thousands, and they seldom change."""


async def whereabouts(
    context: Context, unit: Unit, scene: Scene, people: Iterable[Person]
) -> dict[PersonId, Whereabouts]:
    """Where these people live.

    Nobody is located who never had an exchange with the owner, or who is excluded. Nothing but
    the profile, as it was last seen, is read; one that was last seen longer ago than
    `Retention.places` says nothing any more. What the owner said does not expire.
    """
    said, now = await unit.people.said_places(), context.clock.now()
    return {
        person.id: scene.tried(
            lambda person: _of(scene.located_by(person), person, said, context, now), person
        )
        or UNKNOWN
        for person in people
    }


def _of(
    keys: Collection[AccountKey],
    person: Person,
    said: Sequence[SaidPlace],
    context: Context,
    now: datetime,
) -> Whereabouts:
    """Where a person lives, as far as the accounts with these keys say it."""
    gazetteer, kept = context.gazetteer, context.wishes.retention.places
    for word in said:  # the latest first
        city = gazetteer.city(word.city) if word.account in keys else None
        if city is not None:
            return Whereabouts(Place(city, Source.OWNER, word.said_at))
    readings = [
        (reading, account.described_at)
        for account in person.accounts
        if account.key in keys and account.is_in_use and account.described_at is not None
        for reading in [_read(account.bio, account.fields, gazetteer)]  # type: ignore[arg-type]  # mypy cannot see that it hashes
        if now - account.described_at <= kept
    ]
    found = _together([(reading, at) for reading, at in readings if reading.cities])
    if found is not UNKNOWN:
        return found
    areas = [Area(*reading.area, reading.written, at) for reading, at in readings if reading.area]
    known = {(area.name, area.country) for area in areas}
    return Whereabouts(area=areas[0]) if len(known) == 1 else UNKNOWN


def _together(readings: Sequence[tuple[Reading, datetime]]) -> Whereabouts:
    """What the profiles of one person say: a field comes before a bio."""
    for source in (Source.FIELD, Source.BIO):
        found = [(reading, at) for reading, at in readings if reading.source is source]
        cities = {city.id: city for reading, _ in found for city in reading.cities}
        if len(cities) > 1:
            written = " / ".join(dict.fromkeys(reading.written for reading, _ in found))
            return Whereabouts(candidates=tuple(cities.values()), written=written)
        if found:
            seen_at = max(at for _, at in found)
            is_sure = any(reading.confidence is Confidence.SURE for reading, _ in found)
            confidence = Confidence.SURE if is_sure else Confidence.LIKELY
            [city] = cities.values()
            return Whereabouts(Place(city, source, seen_at, confidence))
    return UNKNOWN
