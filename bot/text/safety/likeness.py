"""Whether two texts say the same, however a server or an app has set them."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import Final

RESEMBLING: Final = 0.5
"""This much of two texts' words in common is no chance."""


def says_the_same(first: str, second: str) -> bool:
    """Whether two texts are alike but for the form of their letters (NFC) and the white space."""
    return _words(first) == _words(second)


def resembles(first: str, second: str) -> bool:
    """Whether one of two texts may well be the other, changed on the way or by hand."""
    return SequenceMatcher(None, _words(first), _words(second), autojunk=False).ratio() > RESEMBLING


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
