"""A person as a vCard 4.0 (RFC 6350), for an address book."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from bot.domain.people.place import Place

_LONGEST: Final = 75
"""Bytes of a line, without its end."""


def vcard(person: Person, place: Place | None) -> bytes:
    """The card: name, accounts with their addresses, and the city if it is known.

    The UID is that of the store, so that importing again updates the card.
    """
    lines = [
        _line("BEGIN", "VCARD"),
        _line("VERSION", "4.0"),
        _line("UID;VALUE=text", f"terrasse-{person.id}"),
        _line("KIND", "individual"),
        _line("FN", _text(person.name) or _text(person.accounts[0].key.id)),
    ]
    for account in person.accounts:
        lines.append(_line("NICKNAME", _text(account.handle.removeprefix("@"))))
        if account.url:
            lines.append(_line("URL", _plain(account.url)))
    if place is not None:
        parts = (_text(place.city.name), _text(place.city.region), "", place.city.country)
        lines.append(_line("ADR", ";;;" + ";".join(parts)))
    lines.append(_line("END", "VCARD"))
    return "".join(lines).encode()


def _line(name: str, value: str) -> str:
    """A content line, folded to 75 bytes (RFC 6350, section 3.2)."""
    folded, room = "", _LONGEST
    for letter in f"{name}:{value}":
        if (size := len(letter.encode())) > room:
            folded, room = f"{folded}\r\n ", _LONGEST - 1
        folded, room = folded + letter, room - size
    return f"{folded}\r\n"


def _text(value: str) -> str:
    """A text value (RFC 6350, section 3.4)."""
    return re.sub(r"([\\,;])", r"\\\1", _plain(value))


def _plain(value: str) -> str:
    """Without control characters."""
    return "".join(letter for letter in value if unicodedata.category(letter) != "Cc").strip()
