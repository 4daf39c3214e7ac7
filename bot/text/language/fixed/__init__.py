"""Words that polishing must leave as they are: times, numbers and kinds of places.

Lists of our own for numbers, days and places; the names of weekdays and months are Babel's.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from babel.dates import get_day_names, get_month_names

from bot.text.language.catalogue import LANGUAGES, catalogue
from bot.text.language.folding import folded


@cache
def fixed_words() -> frozenset[str]:
    """All of them, in all languages, folded."""
    found: set[str] = set()
    for language in LANGUAGES:
        source = resources.files("bot.text.language") / "fixed" / f"{language}.txt"
        found.update(source.read_text(encoding="utf-8").split())
        locale = catalogue(language).locale
        for width in ("wide", "abbreviated"):
            found.update(get_day_names(width, locale=locale).values())
            found.update(get_month_names(width, locale=locale).values())
    return frozenset(folded(word.rstrip(".")) for word in found) - _AMBIGUOUS


_AMBIGUOUS = frozenset({"sun", "mar", "may", "sat"})
"""Abbreviations that are words, too; drafts spell days and months out. May is one of both."""
