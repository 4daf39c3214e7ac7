"""Public holidays, as the library `holidays` knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class PublicHolidays:
    """`bot.ports.Holidays` of a country, and of a part of it, by their ISO 3166 codes."""

    def __init__(self, country: str, part: str | None = None) -> None:
        self._country = country
        self._part = part

    def among(self, days: Collection[date]) -> frozenset[date]:
        """Those of the days that are holidays there."""
        # Imported here: few calls need it.
        from holidays import country_holidays  # noqa: PLC0415

        years = {day.year for day in days}
        known = country_holidays(self._country, subdiv=self._part, years=years)
        return frozenset(day for day in days if day in known)
