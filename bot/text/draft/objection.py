"""Check a reworded draft. In doubt, it is rejected."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

import regex

from bot.text.draft import claims
from bot.text.language import graphemes
from bot.text.language.catalogue import LANGUAGES, marked
from bot.text.language.stopwords import stopwords
from bot.text.safety.defuse import defuse
from bot.text.safety.links import mentions

if TYPE_CHECKING:
    from bot.text.safety.limits import Limits

LONGER: Final = 1.5
"""A rewording may be this many times as long as the draft."""

EMPTY: Final = marked("it is empty.")
TOO_LONG: Final = marked("it is too long.")
NOT_PLAIN: Final = marked("it is not plain text.")
LINKS: Final = marked("its links are not those of the draft.")
FACTS: Final = marked("its times, numbers or places are not those of the draft.")
QUOTES: Final = marked("it quotes something else than the draft.")
DENIALS: Final = marked("it adds, moves or drops a word such as “not”.")
STAKES: Final = marked("it adds or drops a word such as “public” or “free”.")
NEW_NAME: Final = marked("it names somebody or something that the draft does not.")
LOST_NAME: Final = marked("it drops or moves a name of the draft.")
OTHER_LANGUAGE: Final = marked("it is in another language.")
NO_WAY_OUT: Final = marked("it lacks the last sentence of the draft.")

_ODD_SPACE: Final = regex.compile(r"[^\S \n\u00a0\u202f]")
# The letters of English and French, one code point each. Other letters may look like these, or
# belong to scripts in which names cannot be recognised.
_ORDINARY: Final = regex.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŸ0-9 \n\u00a0\u202f.,;:!?…'’\"“”‘«»()\-–—]")
# Full stops that do not end a word, or have no space after them, could be part of a link.
_ODD_STOP: Final = regex.compile(r"(?<![\p{L}\p{N})”’»\".])\.|\.(?![\s)”’»\".]|$)")


def objection(draft: str, reworded: str, language: str, limits: Limits) -> str | None:
    """Why the reworded draft cannot be used, a sentence to translate; `None` if it can.

    Its links, numbers, times, places, names, negations, and words about public, private and money
    must be the draft's, in the same order. It must end with the draft's last sentence. All other
    words must be the draft's or plain words of the language.
    """
    longest = LONGER * graphemes.length(draft)
    ending = claims.SENTENCE.split(draft.rstrip())[-1]
    if language not in LANGUAGES:
        return OTHER_LANGUAGE
    checks = (
        (EMPTY, not reworded.strip()),
        (TOO_LONG, not limits.fit(reworded) or graphemes.length(reworded) > longest),
        (LINKS, claims.LINK.findall(reworded) != claims.LINK.findall(draft)),
        (NOT_PLAIN, not _is_plain(reworded, draft)),
        (FACTS, claims.facts(reworded) != claims.facts(draft)),
        (QUOTES, claims.kept(reworded) != claims.kept(draft)),
        (NO_WAY_OUT, not reworded.rstrip().endswith(ending)),
        (DENIALS, claims.denials(reworded) != claims.denials(draft)),
        (STAKES, claims.stakes(reworded) != claims.stakes(draft)),
        (OTHER_LANGUAGE, not _speaks(reworded, language)),
        (NEW_NAME, any(claims.new_words(reworded, draft, language))),
        (LOST_NAME, not _keeps_names(reworded, draft, language)),
    )
    return next((why for why, speaks_against in checks if speaks_against), None)


def _is_plain(text: str, draft: str) -> bool:
    """Whether it is free of mentions, tags, markup and hidden text, but for the draft's own."""
    paragraphs, quoted = text.split("\n\n"), _one_line(draft)
    lines = (
        _one_line(line) for paragraph in paragraphs for line in claims.LINK.split(paragraph) if line
    )
    if mentions(text) or _ODD_SPACE.search(text) or not _is_ordinary(text, draft):
        return False
    return all(line in quoted or _is_tame(line) for line in lines)


def _is_ordinary(text: str, draft: str) -> bool:
    """Whether all unusual characters outside of quotes are also in the draft, as often."""
    ours, theirs = (
        unicodedata.normalize("NFC", claims.own_words(version)) for version in (text, draft)
    )
    odd = Counter(_ORDINARY.sub("", ours))
    odd.update(_ODD_STOP.findall(ours))
    allowed = Counter(_ORDINARY.sub("", theirs))
    allowed.update(_ODD_STOP.findall(theirs))
    return odd <= allowed


def _is_tame(line: str) -> bool:
    return defuse(line, len(line) + 1) == line


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _keeps_names(text: str, draft: str, language: str) -> bool:
    """Whether the draft's names are in the text, in the same order."""
    named = frozenset(claims.names(draft, language))
    return claims.those_of(named, text) == claims.those_of(named, draft)


def _speaks(text: str, language: str) -> bool:
    """Whether more of the stop words in the text are of this language than of any other."""
    spelt = [part for word in claims.words(text) for part in claims.parts(word)]
    counts = {code: sum(word in stopwords(code) for word in spelt) for code in LANGUAGES}
    ours = counts.pop(language, 0)
    return ours > max(counts.values())
