"""Names of places, so written that two spellings of one name are equal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_STROKES: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})
_GAP: Final = re.compile(r"[\W_]+")
_SAINT: Final = re.compile(r"\b(?:st|ste|sankt|sint) ")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_FLAG: Final = 0x1F1E6


def key(text: str) -> str:
    """The name without case, accents and punctuation: `Saint-Étienne` becomes `saint etienne`."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return _SAINT.sub("saint ", _GAP.sub(" ", unicodedata.normalize("NFC", bare)).strip())


def flags(text: str) -> tuple[str, frozenset[str]]:
    """The text without flags, and the codes of the countries whose flags were in it."""
    found = {
        "".join(chr(ord(sign) - _FIRST_FLAG + ord("A")) for sign in flag)
        for flag in _FLAG.findall(text)
    }
    return _FLAG.sub(" ", text).strip(), frozenset(found)
