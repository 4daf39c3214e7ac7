"""Plain words, and words that turn a sentence round. English and French, lists of our own.

A reworded draft may use plain words, and no others than its own: that is how a name in lower
case is told from a word. So no first name, surname or town is among them, written small.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from bot.text.language.folding import folded
from bot.text.language.stopwords import stopwords


@cache
def plain_words(language: str) -> frozenset[str]:
    """Words of an invitation in a language, one of `LANGUAGES`, that name nobody; folded."""
    return (_read(language) | stopwords(language)) - _read("names")


@cache
def negations() -> frozenset[str]:
    """Words that deny or exclude, and what is left of them before an apostrophe; folded."""
    return _read("negations")


@cache
def telling_words() -> frozenset[str]:
    """Words for public and private, alone and together, money, and links in words; folded."""
    return _read("telling")


def _read(name: str) -> frozenset[str]:
    source = resources.files("bot.text.language") / "vocabulary" / f"{name}.txt"
    return frozenset(folded(word) for word in source.read_text(encoding="utf-8").split())
