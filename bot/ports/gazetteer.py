"""The table of cities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.domain.people.place import City


class Gazetteer(Protocol):
    """Cities of more than 15,000 people, by their names in many languages."""

    def find(self, text: str, likely: Collection[str] = ()) -> Sequence[City]:
        """The cities that a text may mean, the likeliest first: `Rennes`, `Paris, TX`, `Wien`.

        Cities that are much less likely than the first are left out. `likely` are codes of
        countries that the text around speaks of. Empty if the text is not the name of a city,
        with or without its region or country.
        """

    def city(self, number: int) -> City | None:
        """The city with this geonameid."""

    def regions(self, text: str) -> Sequence[tuple[str, str]]:
        """The regions and countries that a text may mean, as name and country code."""
