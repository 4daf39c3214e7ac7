"""Compare texts that a server or an app may have reformatted."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import Final

RESEMBLING: Final = 0.5
"""Texts with a higher ratio of common words resemble each other."""


def says_the_same(first: str, second: str) -> bool:
    """Whether two texts are equal after normalisation (NFC), apart from white space."""
    return _words(first) == _words(second)


def resembles(first: str, second: str) -> bool:
    """Whether one text may be an edited version of the other."""
    return SequenceMatcher(None, _words(first), _words(second), autojunk=False).ratio() > RESEMBLING


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
