"""What the address of the page of people asks for: an order, filters, a search and a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from bot.domain.people.identity import NetworkName, Standing
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.datastructures import QueryParams

LONGEST_SEARCH: Final = 64
_DIGITS: Final = 9
LEFT_OUT: Final = "left-out"
COLUMNS: Final[Mapping[str, str]] = {
    "rank": marked("Rank"),
    "name": marked("Name"),
    "exchanges": marked("Exchanges"),
    "weeks": marked("Weeks"),
    "last": marked("Last talk"),
    "place": marked("Place"),
}
"""The headings, by what the address calls the order."""
DOWNWARD: Final = frozenset({"exchanges", "weeks", "last"})
"""Most or latest first, where the address does not say otherwise."""
NEAR: Final[Mapping[str, str]] = {
    "": marked("anywhere"),
    "near": marked("near you"),
    "trip": marked("near a trip"),
    "far": marked("far"),
    "unknown": marked("not known"),
}
STANDINGS: Final[Mapping[str, str]] = {
    "": marked("everybody"),
    "allowed": marked("may be suggested now"),
    Standing.KNOWN: marked("already met in person"),
    Standing.MET: marked("met by way of Terrasse"),
    Standing.SNOOZED: marked("snoozed"),
    LEFT_OUT: marked("left out, with the reason"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it says wrongly counts as not said.

    `town` is a geonameid.
    """

    sort: str = "rank"
    down: bool = False
    near: str = ""
    network: str = ""
    standing: str = ""
    search: str = ""
    town: int | None = None
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anybody may be missing for what was asked."""
        return bool(
            self.near or self.network or self.standing or self.search or self.town is not None
        )

    def query(self, **changes: object) -> str:
        """The query of an address that asks for this, with changes: `?sort=name&page=2`."""
        asked = replace(self, **changes)  # type: ignore[arg-type]  # replace() knows no field names
        said = {
            "q": asked.search,
            "near": asked.near,
            "network": asked.network,
            "standing": asked.standing,
            "town": "" if asked.town is None else str(asked.town),
            "sort": "" if asked.sort == "rank" else asked.sort,
            "order": ""
            if asked.down == (asked.sort in DOWNWARD)
            else ("down" if asked.down else "up"),
            "page": "" if asked.page == 1 else asked.page,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def asked_in(query: QueryParams) -> Asked:
    """What the query of an address asks for."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    def number(name: str) -> int | None:
        value = query.get(name, "")
        fits = value.isascii() and value.isdigit() and len(value) <= _DIGITS
        return int(value) if fits else None

    sort = one_of("sort", COLUMNS) or "rank"
    order = query.get("order")
    return Asked(
        sort=sort,
        down=order == "down" if order in {"up", "down"} else sort in DOWNWARD,
        near=one_of("near", NEAR),
        network=one_of("network", [network.value for network in NetworkName]),
        standing=one_of("standing", STANDINGS),
        search=" ".join(query.get("q", "").split())[:LONGEST_SEARCH],
        town=number("town"),
        page=max(number("page") or 1, 1),
    )
