"""Plain words, negations and other telling words in English and French, from our own lists.

A rewording may add plain words only, so that a name in lower case is recognised as a name. So the
plain words must not include first names, surnames or towns.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from bot.text.language.folding import folded
from bot.text.language.stopwords import stopwords


@cache
def plain_words(language: str) -> frozenset[str]:
    """Words of a language, one of `LANGUAGES`, that invitations use, without names; folded."""
    return (_read(language) | stopwords(language)) - _read("names")


@cache
def negations() -> frozenset[str]:
    """Negations and words that exclude, and their parts before an apostrophe; folded."""
    return _read("negations")


@cache
def telling_words() -> frozenset[str]:
    """Words about public or private, alone or together, money, and spelt-out links; folded."""
    return _read("telling")


def _read(name: str) -> frozenset[str]:
    source = resources.files("bot.text.language") / "vocabulary" / f"{name}.txt"
    return frozenset(folded(word) for word in source.read_text(encoding="utf-8").split())
