"""Stop words in English and French, from our own lists."""

from __future__ import annotations

from functools import cache
from importlib import resources

from bot.text.language.catalogue import LANGUAGES
from bot.text.language.folding import folded


@cache
def stopwords(language: str) -> frozenset[str]:
    """The stop words of a language, one of `LANGUAGES`, folded."""
    source = resources.files("bot.text.language") / "stopwords" / f"{language}.txt"
    return frozenset(folded(word) for word in source.read_text(encoding="utf-8").split())


@cache
def any_stopwords() -> frozenset[str]:
    """The stop words of all languages, folded."""
    return frozenset[str]().union(*(stopwords(language) for language in LANGUAGES))
