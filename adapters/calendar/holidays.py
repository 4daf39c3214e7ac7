"""Public holidays, from the library `holidays`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class PublicHolidays:
    """`bot.ports.Holidays` of a country, or of a region in it, by their ISO 3166 codes."""

    def __init__(self, country: str, part: str | None = None) -> None:
        self._country = country
        self._part = part

    def among(self, days: Collection[date]) -> frozenset[date]:
        """The holidays among these days."""
        # Imported here: few calls need it.
        from holidays import country_holidays  # noqa: PLC0415

        years = {day.year for day in days}
        holidays = country_holidays(self._country, subdiv=self._part, years=years)
        return frozenset(day for day in days if day in holidays)
