"""The claims of a text: what a rewording must not change, add or leave out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import regex

from bot.text.language.fixed import fixed_words
from bot.text.language.folding import folded
from bot.text.language.vocabulary import negations, plain_words, telling_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from collections.abc import Set as AbstractSet

LINK: Final = regex.compile(r"https?://[^\s()]+[^\s().,;:!?…]")
QUOTE: Final = regex.compile(r"‘.*?’(?!\p{L})|“.*?”|«.*?»")

_KEPT: Final = regex.compile(f"{LINK.pattern}|{QUOTE.pattern}")
SENTENCE: Final = regex.compile(r"(?<=[.!?…])\s+|\n+")
_WORD: Final = regex.compile(r"[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*")
_PART: Final = regex.compile("[-'’]")
_TOKEN: Final = regex.compile(r"\p{N}+(?:\s?[ap]\.?m\b)?|" + _WORD.pattern, regex.IGNORECASE)
_NOT: Final = regex.compile(r"n['’]t\b|(?<=\bcan)not\b", regex.IGNORECASE)
_SHORTEST_PLURAL: Final = 5


def kept(text: str) -> list[str]:
    """Links and quotations, in order."""
    return _KEPT.findall(text)


def own_words(text: str) -> str:
    """The text without links and quotations."""
    return _KEPT.sub(" ", text)


def words(text: str) -> list[str]:
    """The words of a text; words with hyphens or apostrophes are not split."""
    return _WORD.findall(text)


def parts(word: str) -> list[str]:
    """The parts of a word between hyphens and apostrophes, folded."""
    return [folded(part) for part in _PART.split(word)]


def facts(text: str) -> list[str]:
    """Numbers, times and kinds of places, in order, folded."""
    return [fact for token in _TOKEN.findall(LINK.sub(" ", text)) for fact in _facts_in(token)]


def denials(text: str) -> list[tuple[str, str]]:
    """Negations and words that exclude, in order, each with the next word; folded."""
    spelt = [part for word in words(_NOT.sub(" not", own_words(text))) for part in parts(word)]
    return [pair for pair in pairwise([*spelt, ""]) if pair[0] in negations()]


def stakes(text: str) -> list[str]:
    """Words about public or private, and about money, in order, folded."""
    spelt = (part for word in words(own_words(text)) for part in parts(word))
    return [part for part in spelt if part in telling_words()]


def names(text: str, language: str) -> list[str]:
    """Capitalised words that are not plain words, in order, folded."""
    found = (word for word in words(own_words(text)) if not word[0].islower())
    return [folded(word) for word in found if not _is_plain(word, plain_words(language))]


def those_of(wanted: Collection[str], text: str) -> list[str]:
    """The words of a text, and parts of others (“alice’s”), that are in `wanted`, in order."""
    spelt = (
        [whole] if (whole := folded(word)) in wanted else parts(word)
        for word in words(own_words(text))
    )
    return [name for several in spelt for name in several if name in wanted]


def new_words(reworded: str, draft: str, language: str) -> Iterator[str]:
    """Possible names in `reworded`: words that are neither in the draft nor plain.

    A capitalised word is a possible name too, unless it begins a sentence.
    """
    there = frozenset(words(own_words(draft)))
    known = plain_words(language) | _forms(there)
    for sentence in SENTENCE.split(own_words(reworded)):
        for place, word in enumerate(words(sentence)):
            if word not in there and (
                not _is_plain(word, known) or not _is_cased(word, first=place == 0)
            ):
                yield word


def _is_plain(word: str, known: AbstractSet[str]) -> bool:
    first, *rest = parts(word)
    if rest == ["t"]:
        return first in negations()  # "don’t": Don is a name
    return known >= {first, *rest}


def _is_cased(word: str, *, first: bool) -> bool:
    """Whether its only capital, if any, is due to the start of a sentence, or to "I"."""
    start = parts(word)[0]
    return word.islower() or ((first or start == "i") and word[1:] in {"", word[1:].lower()})


def _forms(there: Iterable[str]) -> frozenset[str]:
    """The parts of a draft's words, and singular and plural of those in lower case."""
    found: set[str] = set()
    for word in there:
        found.update(parts(word))
        if word.islower() and word.isalpha() and len(word) >= _SHORTEST_PLURAL:
            found.add(folded(word).removesuffix("s"))
            found.add(f"{folded(word)}s")
    return frozenset(found)


def _facts_in(token: str) -> list[str]:
    whole = folded(token.replace("'", "’"))
    if token[0].isnumeric() or whole in fixed_words():
        return [whole]
    return [part for part in parts(token) if part in fixed_words()]
