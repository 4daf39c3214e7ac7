"""What speaks against a reworded draft. In doubt, something does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from bot.text import graphemes
from bot.text.catalogue import LANGUAGES, marked
from bot.text.compose import mentions
from bot.text.defuse import defuse
from bot.text.fixed import fixed_words
from bot.text.folding import folded
from bot.text.stopwords import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from bot.text.limits import Limits

LONGER: Final = 1.5
"""A reworded draft longer than so many times the draft says more than the draft."""
OPENERS: Final = frozenset(
    {"bonjour", "coucou", "dear", "fancy", "hello", "hey", "hi", "salut", "sorry", "thanks"}
)
"""Words that may begin a sentence; besides stop words and those of the draft."""

EMPTY: Final = marked("it is empty.")
TOO_LONG: Final = marked("it is too long.")
NOT_PLAIN: Final = marked("it is not plain text.")
LINKS: Final = marked("its links are not those of the draft.")
FACTS: Final = marked("its times, numbers or places are not those of the draft.")
QUOTES: Final = marked("it quotes something else than the draft.")
NEW_NAME: Final = marked("it names somebody or something that the draft does not.")
OTHER_LANGUAGE: Final = marked("it is in another language.")
NO_WAY_OUT: Final = marked("it lacks the last sentence of the draft.")

_LINK: Final = regex.compile(r"https?://[^\s()]+[^\s().,;:!?…]")
_SENTENCE: Final = regex.compile(r"(?<=[.!?…])\s+|\n+")
_WORD: Final = regex.compile(r"[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*")
_PART: Final = regex.compile("['’]")
_QUOTE: Final = regex.compile(r"‘.*?’(?!\p{L})|“.*?”|«.*?»")
_ODD_SPACE: Final = regex.compile(r"[^\S \n\u00a0\u202f]")
_FACT: Final = regex.compile(r"\p{N}+|" + _WORD.pattern)


def objection(draft: str, reworded: str, language: str, limits: Limits) -> str | None:
    """Why the reworded draft cannot be used, a sentence to be said; `None` if it can.

    Its links, numbers, times and places are the draft's, in the draft's order, so that none is
    new, missing or swapped; it ends with the draft's last sentence; no name in it is new.
    """
    longest = LONGER * graphemes.length(draft)
    ending = _SENTENCE.split(draft.rstrip())[-1]
    checks = (
        (EMPTY, not reworded.strip()),
        (TOO_LONG, not limits.fit(reworded) or graphemes.length(reworded) > longest),
        (LINKS, _LINK.findall(reworded) != _LINK.findall(draft)),
        (NOT_PLAIN, not _is_plain(reworded, draft)),
        (FACTS, list(_facts(reworded)) != list(_facts(draft))),
        (QUOTES, _QUOTE.findall(reworded) != _QUOTE.findall(draft)),
        (NO_WAY_OUT, not reworded.rstrip().endswith(ending)),
        (NEW_NAME, _names_somebody(reworded, draft)),
        (OTHER_LANGUAGE, not _speaks(reworded, language)),
    )
    return next((why for why, speaks_against in checks if speaks_against), None)


def _is_plain(text: str, draft: str) -> bool:
    """Whether nothing in it mentions, tags, marks up or hides; in the draft's quotes, it may."""
    paragraphs, quoted = text.split("\n\n"), _one_line(draft)
    lines = (_one_line(line) for paragraph in paragraphs for line in _LINK.split(paragraph) if line)
    if mentions(text) or _ODD_SPACE.search(text):
        return False
    return all(line in quoted or _is_tame(line) for line in lines)


def _is_tame(line: str) -> bool:
    return defuse(line, len(line) + 1) == line


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _facts(text: str) -> Iterator[str]:
    """Numbers and words that may not change, in order, folded."""
    for found in _FACT.findall(_LINK.sub(" ", text)):
        for part in (found, *_PART.split(found)):
            if part[0].isnumeric() or folded(part) in fixed_words():
                yield folded(part)
                break


def _names_somebody(text: str, draft: str) -> bool:
    """Whether there may be a name in the text that is not in the draft."""
    there = frozenset(_WORD.findall(draft))
    known = {folded(part) for word in there for part in _PART.split(word)} | OPENERS
    known = known.union(*(stopwords(language) for language in LANGUAGES))
    return any(
        _is_new_name(word, first=place == 0, known=known)
        for sentence in _SENTENCE.split(_LINK.sub(" ", text))
        for place, word in enumerate(_WORD.findall(sentence))
        if word not in there
    )


def _is_new_name(word: str, *, first: bool, known: AbstractSet[str]) -> bool:
    """Whether a word that the draft lacks may be a name; `first`: it begins a sentence."""
    if word[0].islower():
        return False
    start, *rest = (folded(part) for part in _PART.split(word))
    if word[0].isupper() and (first or start == "i"):
        return not known >= {start, *rest}
    return True  # in scripts without capitals, any word may be a name


def _speaks(text: str, language: str) -> bool:
    """Whether more of the stop words in the text are of this language than of any other."""
    words = [folded(part) for word in _WORD.findall(text) for part in _PART.split(word)]
    counts = {one: sum(word in stopwords(one) for word in words) for one in LANGUAGES}
    ours = counts.pop(language, 0)
    return ours > max(counts.values())
