"""The table of cities that `adapters.gazetteer.build` makes, and the names in it."""

from __future__ import annotations

import lzma
import re
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.people.place import City, distance
from bot.text.place.names import flags, key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

FILE: Final = Path(__file__).with_name("cities.tsv.xz")
LONGEST: Final = 100
"""Letters. A longer text is not the name of a place."""
UNLIKELY: Final = 1 / 3
"""A city is left out if another of its name weighs so much more: see `_Row.weight`."""
OWN_NAME: Final = 4
"""A city weighs so much more under its own name than under one of its others."""
LIKELY: Final = 16
"""A city weighs so much more in a country that the text around its name speaks of."""
WRITTEN: Final = frozenset(
    "AT AU BE CA CH DE ES FR GB IE IT LU NL NZ PL PT US".split()  # noqa: SIM905 (easier to read)
)
"""In the countries that people who write in our eight languages mostly live in, four times."""
NEARBY: Final = 60.0
"""Kilometres from a district to the city that is named after it."""
_BREAK: Final = re.compile(r"\s*[,()]+\s*|\s+[-–—]\s+")
_POSTCODE: Final = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3}|\s?[A-Z]{2})?\s+")
_DISTRICT: Final = re.compile(
    r"\s+(?:\d{1,2}(?:\s?(?:st|nd|rd|th|er|e|è|ème|eme)|\.?)|[A-Z]{1,2}\d{1,2}[A-Z]?)$"
)
_NEARBY: Final = re.compile(
    r"^(?:greater|metro|near|grand|près de|pres de|bei|nähe|raum|cerca de|vicino a|perto de|bij|"
    r"pod|koło|okolice|the)\s+",
    re.IGNORECASE,
)
_CODE: Final = 3
"""Names up to this length are codes after a city: capitals are asked of them."""
_LONGEST_QUALIFIER: Final = 3
"""Words, of a country or region that follows a city without a comma."""


class _Row(NamedTuple):
    city: City
    names: int

    def weight(self, name: str, likely: Collection[str]) -> int:
        """How likely a name means this city: how many live there, and how well it is known."""
        known = self.city.population * (1 + self.names)
        known *= OWN_NAME if key(self.city.name) == name else 1
        known *= 4 if self.city.country in WRITTEN else 1
        return known * (LIKELY if self.city.country in likely else 1)


class _Meanings(NamedTuple):
    """What a name may mean; regions as country and name, countries as country and nothing."""

    rows: frozenset[int]
    areas: frozenset[tuple[str, str]]


class _Table(NamedTuple):
    """The lines of cities after the notice, their geonameids, and the sorted lines of names."""

    cities: Sequence[bytes]
    ids: Sequence[int]
    names: bytes


@cache
def _table() -> _Table:
    parts, _, names = lzma.decompress(FILE.read_bytes()).partition(b"\n\n")
    cities = parts.split(b"\n")[1:]
    return _Table(cities, [int(line.partition(b"\t")[0]) for line in cities], names)


class CityTable:
    """`bot.ports.Gazetteer`, from a file that is read once, when it is first needed."""

    def find(self, text: str, likely: Collection[str] = ()) -> Sequence[City]:
        """The cities that a text may mean, the likeliest first."""
        if len(text) > LONGEST:
            return []
        bare, countries = flags(text)
        first, *more = [part for part in _BREAK.split(bare) if part] or [""]
        name = key(bare)
        rows: Collection[int] = self._meanings(bare).rows
        if not rows:
            name = _DISTRICT.sub("", _POSTCODE.sub("", _NEARBY.sub("", first)))
            name, rows = self._rows(name)
            for part in more:
                rows = self._within(rows, part)
        found = {
            row: row.weight(name, likely)
            for row in map(self._row, rows)
            if not countries or row.city.country in countries
        }
        least = max(found.values(), default=0) * UNLIKELY
        likeliest = sorted(found, key=lambda row: (-found[row], row.city.id))
        return [row.city for row in likeliest if found[row] >= least]

    def city(self, number: int) -> City | None:
        """The city with this geonameid."""
        ids = _table().ids
        place = bisect_left(ids, number)
        is_there = place < len(ids) and ids[place] == number
        return self._row(place).city if is_there else None

    def regions(self, text: str) -> Sequence[tuple[str, str]]:
        """The regions and countries that a text may mean."""
        if len(text) > LONGEST:
            return []
        return sorted((name, country) for country, name in self._meanings(text).areas)

    def _rows(self, text: str) -> tuple[str, Collection[int]]:
        """The cities of a name, which may have a region or country after it without a comma."""
        if rows := self._meanings(text).rows:
            return key(text), rows
        words = text.split()
        for length in range(1, min(_LONGEST_QUALIFIER, len(words) - 1) + 1):
            town, area = " ".join(words[:-length]), " ".join(words[-length:])
            rows = self._meanings(town).rows
            if rows and self._areas(area) and (within := self._within(rows, area)):
                return key(town), within
        return "", ()

    def _within(self, rows: Collection[int], area: str) -> Collection[int]:
        """Those of these cities in an area, or that are or lie beside a city of that name."""
        areas = self._areas(area)
        around = [self._row(row).city for row in self._meanings(area).rows]
        return {
            row
            for row in rows
            for city in [self._row(row).city]
            if (city.country, "") in areas
            or (city.country, city.region) in areas
            or any(
                larger == city
                or (larger.population > city.population and distance(larger, city) <= NEARBY)
                for larger in around
            )
        }

    def _areas(self, text: str) -> Collection[tuple[str, str]]:
        is_code = len(key(text).replace(" ", "")) <= _CODE
        return () if is_code and not text.isupper() else self._meanings(text).areas

    def _meanings(self, text: str) -> _Meanings:
        rows, areas = set(), set()
        for meaning in self._values(key(text)):
            if meaning.startswith("@"):
                country, _, region = meaning[1:].partition("/")
                areas.add((country, region.replace("_", " ")))
            else:
                rows.add(int(meaning))
        return _Meanings(frozenset(rows), frozenset(areas))

    def _values(self, name: str) -> Iterator[str]:
        """Search the sorted lines of names: the end of a line is found from anywhere in it."""
        names, wanted = _table().names, name.encode()
        low, high = 0, len(names)
        while wanted and low < high:
            start = names.rfind(b"\n", low, (low + high) // 2) + 1 or low
            start = max(start, low)
            end = names.index(b"\n", start)
            found, _, meanings = names[start:end].partition(b"\t")
            if found == wanted:
                yield from meanings.decode().split(" ")
                return
            if found < wanted:
                low = end + 1
            else:
                high = start

    def _row(self, number: int) -> _Row:
        columns = _table().cities[number].decode().split("\t")
        number_, name, region, country, latitude, longitude, zone, population, names = columns
        city = City(
            int(number_),
            name,
            region,
            country,
            float(latitude),
            float(longitude),
            zone,
            int(population),
        )
        return _Row(city, int(names))
