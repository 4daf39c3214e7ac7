"""Folding: ignore case and accents."""

from __future__ import annotations

import unicodedata


def folded(word: str) -> str:
    """The word in lower case without accents: `Élodie` becomes `elodie`."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
