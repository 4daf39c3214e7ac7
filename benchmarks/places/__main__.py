"""`python -m benchmarks.places [--file F]`: precision and recall, by language and in total.

A file has a JSON object on each line: `id` (`fr-012`: a language and a number), `bio`, `fields`
(pairs of name and value), `expected` (objects with `city` and `country`; empty where the profile
says no city) and `ambiguous` (whether the owner should be asked).

Precision is the share of the answers, where one city is given, that are expected. Recall is the
share of the profiles with an expected city, without the ambiguous ones, that are answered so. An
ambiguous profile is right if it is not answered with one city.

Every third profile of our own set is held out: the words were not chosen by it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from adapters.gazetteer.table import CityTable
from bot.services.places.reading import read_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.ports import Gazetteer

OWN: Final = Path(__file__).with_name("bios.jsonl")
HELD_OUT: Final = 3
"""One of so many profiles of our own is held out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one profile: `right`, `wrong`, `missed` or `silent`, which is right too.

    `is_wanted` if a city is expected.
    """

    id: str
    kind: str
    is_wanted: bool = False

    @property
    def language(self) -> str:
        """The language that the profile is in."""
        return self.id.partition("-")[0]

    @property
    def is_held_out(self) -> bool:
        """Whether it is in the third that the words were not chosen by."""
        number = self.id.partition("-")[2]
        return number.isdecimal() and int(number) % HELD_OUT == 0


def outcome(row: Mapping[str, Any], gazetteer: Gazetteer) -> Outcome:
    """Read one profile, and compare with what is expected."""
    fields = [(name, value) for name, value in row.get("fields", ())]
    city = read_profile(row["bio"], fields, gazetteer).city
    expected = {
        found.id
        for place in row["expected"]
        for found in gazetteer.find(f"{place['city']}, {place.get('country', '')}".strip(", "))
    }
    if row.get("ambiguous") or not row["expected"]:
        return Outcome(row["id"], "silent" if city is None else "wrong")
    if city is None:
        return Outcome(row["id"], "missed", is_wanted=True)
    return Outcome(row["id"], "right" if city.id in expected else "wrong", is_wanted=True)


def figures(outcomes: Iterable[Outcome]) -> tuple[float, float]:
    """Precision and recall."""
    outcomes = list(outcomes)
    count = Counter(outcome.kind for outcome in outcomes)
    answered = count["right"] + count["wrong"]
    wanted = sum(outcome.is_wanted for outcome in outcomes)
    return count["right"] / (answered or 1), count["right"] / (wanted or 1)


def report(outcomes: Iterable[Outcome], *, has_held_out: bool) -> Iterator[str]:
    """A line for each language, and for all."""
    parts: defaultdict[str, list[Outcome]] = defaultdict(list)
    for found in outcomes:
        parts[found.language].append(found)
        if has_held_out:
            parts["held out" if found.is_held_out else "not held out"].append(found)
        parts["total"].append(found)
    for name in [*sorted(parts.keys() - {"total"}), "total"]:
        precision, recall = figures(parts[name])
        yield f"{name}: precision {precision:.3f} recall {recall:.3f} ({len(parts[name])} profiles)"


def main(arguments: list[str]) -> int:
    """Print the figures, and with `--wrong` the profiles that are not right."""
    parser = argparse.ArgumentParser(prog="benchmarks.places")
    parser.add_argument("--file", type=Path, default=OWN)
    parser.add_argument("--wrong", action="store_true", help="name what was wrong or missed")
    options = parser.parse_args(arguments)
    lines = options.file.read_text(encoding="utf-8").splitlines()
    gazetteer = CityTable()
    outcomes = [outcome(json.loads(line), gazetteer) for line in lines if line.strip()]
    for found in outcomes if options.wrong else ():
        if found.kind in {"wrong", "missed"}:
            print(found.kind, found.id)
    print("\n".join(report(outcomes, has_held_out=options.file == OWN)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
