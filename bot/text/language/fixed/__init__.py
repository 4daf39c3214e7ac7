"""Words that a rewording must not change: times, numbers and kinds of places.

The lists of numbers, days and places are our own; names of weekdays and months are Babel's.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from babel.dates import get_day_names, get_month_names

from bot.text.language.catalogue import LANGUAGES, catalogue
from bot.text.language.folding import folded


@cache
def fixed_words() -> frozenset[str]:
    """The fixed words of all languages, folded."""
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
"""Abbreviations and names that are also common words; drafts do not abbreviate."""
