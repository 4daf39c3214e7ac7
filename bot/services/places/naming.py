"""Tell which cities a name in a profile means, and whether it is written as the name of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.domain.people.place import distance
from bot.text.place.inflection import base_forms
from bot.text.place.names import flags, key
from bot.text.place.sentences import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.place import City
    from bot.ports import Gazetteer

TOWN: Final = 40_000
"""People. Alone in a bio, smaller places are not read: their names are often words or names."""
CITY: Final = 150_000
"""People. The same for a place that is called by another name than its own."""
METROPOLIS: Final = 500_000
"""People. The same for a name without a capital."""
_IN_TOWN: Final = 30.0
"""Kilometres from a city to a part of it."""
_SHORT: Final = 3
"""Letters. Such names are words more often; in capitals, they are abbreviations."""


def is_own(city: City, name: str) -> bool:
    """Whether a name is the city's own, or the beginning of it: `Frankfurt`."""
    own, said = f"{key(city.name)} ", f"{key(name)} "
    return own.startswith(said) or own.endswith(f" {said}") or said.startswith(own)


@dataclass(slots=True)
class Names:
    """The names in one profile; cities in the countries `likely` are meant rather."""

    gazetteer: Gazetteer
    likely: frozenset[str]
    is_polish: bool
    _cache: dict[str, Sequence[City]] = field(default_factory=dict)

    def find(self, text: str) -> Sequence[City]:
        """The cities that a text may mean, the likeliest first."""
        if text not in self._cache:
            self._cache[text] = self.gazetteer.find(text, self.likely)
        return self._cache[text]

    def base(self, name: str) -> str:
        """The name that a name is a form of: the one of the largest city, in Polish text."""
        forms = [name, *base_forms(name)] if self.is_polish else [name]
        found = {form: cities[0] for form in forms if (cities := self.find(form))}
        polish = {form: city for form, city in found.items() if is_own(city, form)} or found
        return max(polish, key=lambda form: polish[form].population, default=name)

    def around(self, text: str, *, is_strict: bool) -> Sequence[City]:
        """The city around a part of it: `Köln-Ehrenfeld`; `is_strict`: only `Köln-Nord`."""
        name, _, part = text.partition("-")
        is_side = key(part) in words().sides
        is_part = part[:1].isupper() and " " not in part and not is_strict
        cities = self.find(name) if is_part or is_side else ()
        if not cities or cities[0].population < CITY:
            return ()
        other = () if is_side else self.find(part)[:1]
        return () if any(distance(cities[0], city) > _IN_TOWN for city in other) else cities

    def _is_part(self, name: str, city: City) -> bool:
        """Whether it is a part of a city: `Altona`."""
        return name in words().sides or any(
            part.population <= city.population and distance(city, part) <= _IN_TOWN
            for part in self.find(name)
        )

    def is_written(self, name: str, cities: Sequence[City]) -> bool:
        """Whether people write the name of a place so, after a word that announces one."""
        first = next((letter for letter in name if letter.isalpha()), "")
        if key(name) in words().nowhere or (len(key(name)) < _SHORT and not name.isupper()):
            return False
        if first.islower() and not name.startswith(("'", "’")):
            return cities[0].population >= METROPOLIS and key(name) not in words().words
        return is_own(cities[0], name) or _is_qualified(name) or cities[0].population >= TOWN

    def is_named(self, cities: Sequence[City], name: str) -> bool:
        """Whether it is written so, and the place has this name of its own or is large."""
        if not self.is_written(name, cities):
            return False
        own = is_own(cities[0], name)
        return _is_qualified(name) or own or cities[0].population >= CITY

    def is_alone(self, name: str, cities: Sequence[City]) -> bool:
        """Whether a name that stands alone means a place."""
        bare, countries = flags(name)
        if countries:
            return True
        said = key(name)
        if said in words().words or not self.is_named(cities, name):
            return False
        if len(said) <= _SHORT and not bare.isupper():
            return False
        more = said.removeprefix(f"{key(cities[0].name)} ")
        if more != said and more.isalpha() and not self._is_country(more):
            return self._is_part(more, cities[0])
        return cities[0].population >= (TOWN if is_own(cities[0], name) else CITY) or (
            is_own(cities[0], name) and len(said.split()) > 1
        )

    def _is_country(self, name: str) -> bool:
        is_code = len(name) <= _SHORT
        return any(not region or is_code for region, _ in self.gazetteer.regions(name))


def _is_qualified(name: str) -> bool:
    """Whether a region, country or flag stands with the name."""
    return "," in name or "(" in name or bool(flags(name)[1])
