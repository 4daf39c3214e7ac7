"""Words made alike that differ by case and accents only."""

from __future__ import annotations

import unicodedata


def folded(word: str) -> str:
    """`Élodie` and `elodie` are both `elodie`."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
