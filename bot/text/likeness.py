"""Whether two texts say the same, however a server or an app has set them."""

from __future__ import annotations

import unicodedata


def words(text: str) -> str:
    """The text with its letters in one form (NFC), and single spaces for any white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts are alike but for the form of their letters and the white space."""
    return words(one) == words(other)
