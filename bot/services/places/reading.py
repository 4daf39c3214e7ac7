"""Read from a profile where its author lives.

Only what the bio and the fields say is read. Precision comes before recall: an unknown place costs
a suggestion less than a wrong one. `benchmarks.places` measures both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.people.place import Confidence, Source
from bot.services.places.naming import METROPOLIS, Names, is_own
from bot.services.places.reader import Reader
from bot.text.place.names import flags
from bot.text.place.sentences import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.people.place import City
    from bot.ports import Gazetteer
    from bot.services.places.reader import Found

LONGEST: Final = 1_000
"""Letters of a bio or field that are read: twice what a server usually takes."""
MOST_FIELDS: Final = 20
_NAMES: Final = 40
"""The most capitalised words of a profile that are looked up for the countries it speaks of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a profile says: one city, or several that it may mean, and how it is written.

    `area`, where it says no city: the name of a region (empty for a country) and its country.
    """

    cities: tuple[City, ...] = ()
    source: Source = Source.BIO
    confidence: Confidence = Confidence.LIKELY
    written: str = ""
    area: tuple[str, str] | None = None

    @property
    def city(self) -> City | None:
        """The city, if it is one and no other."""
        return self.cities[0] if len(self.cities) == 1 else None


NOTHING: Final = Reading()


def read_profile(bio: str, fields: Iterable[tuple[str, str]], gazetteer: Gazetteer) -> Reading:
    """Where the author of this profile lives. A field about it comes before the bio."""
    bio = bio[:LONGEST]
    fields = [(name[:LONGEST], value[:LONGEST]) for name, value in fields][:MOST_FIELDS]
    said = "\n".join((bio, *(value for _, value in fields)))
    reader = Reader(Names(gazetteer, _likely(said, gazetteer), words().is_polish(said)))
    for name, value in fields:
        if words().is_labelled(name) and (found := reader.value(value)):
            return _reading(found, Source.FIELD)
    sure = [
        found
        for name, value in fields
        if not words().is_labelled(name)
        for found in reader.text(value)
        if found.is_sure
    ]
    if sure:
        return _reading(sure, Source.FIELD)
    if found := reader.text(bio):
        return _reading(found, Source.BIO)
    for name, value in (*fields, ("", bio)):
        source = Source.FIELD if name else Source.BIO
        if area := reader.area(value, is_labelled=words().is_labelled(name)):
            return Reading((), source, Confidence.SURE, area[2], area[:2])
    return NOTHING


def _reading(found: Sequence[Found], source: Source) -> Reading:
    """What these say together: those that are sure come before the others."""
    found = [place for place in found if place.is_sure] or found
    cities = {city.id: city for place in found for city in place.cities}
    confidence = Confidence.SURE if any(place.is_sure for place in found) else Confidence.LIKELY
    written = " / ".join(dict.fromkeys(place.written for place in found))
    return Reading(tuple(cities.values()), source, confidence, written)


def _likely(text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The countries that a profile speaks of: by flags, language, names and large cities."""
    found = set(flags(text)[1])
    if (language := words().tongue(text)) is not None:
        found |= words().countries.get(language, frozenset())
    for name in re.findall(r"[A-ZÀ-Þ][\w-]{3,}", text)[:_NAMES]:
        found |= {country for region, country in gazetteer.regions(name) if not region}
        cities = gazetteer.find(name)
        if len(cities) == 1 and cities[0].population >= METROPOLIS and is_own(cities[0], name):
            found.add(cities[0].country)
    return frozenset(found)
