"""A country, or a part of one, whose public holidays count."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.hint import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Region:
    """By ISO 3166 codes, as the library `holidays` knows them."""

    country: str
    part: str | None = None


def region(text: str) -> Region:
    """Read `FR` or `DE-BY`.

    Raises:
        ValueError: no holidays are known for it.
    """
    # Imported here: few config files ask for it.
    from holidays import list_supported_countries  # noqa: PLC0415

    known = list_supported_countries()
    country, dash, part = text.upper().partition("-")
    if country not in known:
        raise UnfitError(
            marked('must be a country by its two letters, such as "FR", or a part of one: "DE-BY".')
        )
    parts = {subdivision.upper(): subdivision for subdivision in known[country]}
    if not dash:
        return Region(country)
    if part not in parts:
        like = nearest(part, parts)
        hint = did_you_mean(like and f"{country}-{like}")
        raise UnfitError(
            marked(
                'names a part of {country} of which no holidays are known.{hint} "{country}" '
                "alone means those of the whole country."
            ),
            country=country,
            hint=hint,
        )
    return Region(country, parts[part])
