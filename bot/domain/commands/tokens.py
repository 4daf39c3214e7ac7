"""Split a message into words, each in its original and its normalised form.

Case, accents, the kind of space and invisible characters are ignored. So are quotation marks, a
mention, "please" and "thanks" around the message. A stroke through a letter is not ignored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKING: Final = "?？¿؟⸮⁇⁈⁉‽"  # noqa: RUF001 (people type them)
QUESTION: Final = re.compile(f"[{_ASKING}]")

_DOUBTS: Final = frozenset(
    {
        *("not", "no", "never", "dont", "cannot", "nothing", "neither", "nor", "cancel"),
        *("should", "shall", "maybe", "perhaps", "if", "unless", "except", "but", "or", "instead"),
        *("ne", "pas", "non", "jamais", "rien", "aucun", "aucune", "ni"),
        *("peut-etre", "plutot", "si", "sauf", "mais", "ou"),
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """Normalised form, original text, end offset; all without a comma after the word.

    `comma` says whether there was a comma.
    """

    plain: str
    written: str
    end: int
    comma: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a message without greetings, thanks and punctuation around them.

    `greeted`: it began with a greeting. `thanked`: it ended with thanks. `asked`: it ended with a
    question mark. `quotes`: the quotation marks at its start.
    """

    words: tuple[Word, ...]
    greeted: bool = False
    thanked: bool = False
    asked: bool = False
    quotes: str = ""


_SPACE: Final = re.compile(r"(?:\s|&nbsp;|&#160;|<br ?/?>|</?p>)+")
_QUOTES: Final = "\"'«»“”„‘’‹›`"  # noqa: RUF001 (people type them)
_CLOSING: Final = {"«": "»", "“": "”", "„": "“", "‘": "’", "‹": "›"}  # noqa: RUF001
_ALIKE: Final = str.maketrans("’‘ʼ´‐‑", "''''--")  # noqa: RUF001 (the characters to replace)
_TURNING: Final = "\u202d\u202e"
"""Invisible characters that reverse the order in which digits are shown."""
_ACCENTS: Final = re.compile("[\u0300-\u0333\u0339-\u036f\ufe00-\ufe0f\u20e3]")
"""Combining marks except strokes, with keycap frames and variation selectors."""
_MENTION: Final = re.compile(r"@[\w.:@-]*\w:?")
_PLEASE: Final = (
    ("please",),
    ("pls",),
    ("plz",),
    ("stp",),
    ("svp",),
    ("s'il", "te", "plait"),
    ("s'il", "vous", "plait"),
    ("s'il-te-plait",),
    ("s'il-vous-plait",),
)
_THANKS: Final = (("thanks",), ("thx",), ("thank", "you"), ("merci",), ("merci", "beaucoup"))
_GREETINGS: Final = (
    *((word,) for word in ("hi", "hello", "hey", "ok", "okay")),
    *((word,) for word in ("bonjour", "bonsoir", "salut", "coucou")),
)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order. Invisible characters alone are not a word."""
    found: list[Word] = []
    start = 0
    for space in (*_SPACE.finditer(text), None):
        written = text[start : None if space is None else space.start()]
        bare = written.rstrip(",")
        if plain := _plain(bare):
            found.append(
                Word(
                    plain=plain,
                    written=_visible(bare),
                    end=start + len(bare),
                    comma=bare != written,
                )
            )
        elif found and bare != written:
            found[-1] = replace(found[-1], comma=True)
        if space is not None:
            start = space.end()
    return tuple(found)


def begun(text: str) -> Said:
    """Split a text, and drop mentions, quotation marks and courtesies at its start."""
    rest, quotes, greeted = words(text), "", False
    while rest:
        first = rest[0]
        opened = len(first.written) - len(first.written.lstrip(_QUOTES))
        if opened:
            quotes += first.written[:opened]
            bare = replace(first, plain=first.plain.lstrip(_QUOTES), written=first.written[opened:])
            rest = (*([bare] if bare.plain else []), *rest[1:])
        elif _MENTION.fullmatch(first.plain):
            rest = rest[1:]
        elif taken := _first(rest, _PLEASE):
            rest = rest[taken:]
        elif taken := _first(rest, _GREETINGS):
            rest, greeted = rest[taken:], True
        else:
            break
    return Said(words=rest, greeted=greeted, quotes=quotes)


def ended(said: Said) -> Said:
    """Drop punctuation (at most one full stop) and courtesies at the end."""
    rest, thanked, asked, stopped = said.words, said.thanked, False, False
    while rest:
        last = rest[-1]
        bare = last.plain.rstrip(_QUOTES + "!" + _ASKING)
        asked = asked or QUESTION.search(last.plain, len(bare)) is not None
        if not stopped and bare == last.plain and bare.endswith(".") and not bare.endswith(".."):
            bare, stopped = bare[:-1], True
        if bare != last.plain:
            written = last.written[: len(bare) - len(last.plain)]
            rest = (*rest[:-1], *([replace(last, plain=bare, written=written)] if bare else []))
        elif taken := _last(rest, _PLEASE):
            rest = rest[:-taken]
        elif taken := _last(rest, _THANKS):
            rest, thanked = rest[:-taken], True
        else:
            break
    return replace(said, words=rest, thanked=thanked, asked=asked)


def is_doubt(plain: str) -> bool:
    """Whether a word negates or states a condition: `not`, `don't`, `n'envoie`, `if`."""
    return plain in _DOUBTS or plain.endswith("n't") or plain.startswith("n'")


def unquoted(text: str, quotes: str) -> str:
    """The text without the closing marks of `quotes`, which were opened before it."""
    for mark in reversed(quotes):
        text = text.removesuffix(_CLOSING.get(mark, mark)).rstrip()
    return text


def _first(said: Sequence[Word], phrases: Sequence[Sequence[str]]) -> int:
    """The length in words of the longest phrase at the start; 0 if there is none."""
    plain = [word.plain.rstrip("!") for word in said[:3]]
    return max((len(phrase) for phrase in phrases if plain[: len(phrase)] == [*phrase]), default=0)


def _last(said: Sequence[Word], phrases: Sequence[Sequence[str]]) -> int:
    plain = [word.plain for word in said[-3:]]
    return max((len(phrase) for phrase in phrases if plain[-len(phrase) :] == [*phrase]), default=0)


def _plain(word: str) -> str:
    seen = _visible(word).casefold()
    if seen.isascii():
        return seen.translate(_ALIKE)
    narrow = "".join(_narrow(letter) for letter in seen.translate(_ALIKE))
    return _ACCENTS.sub("", unicodedata.normalize("NFD", narrow))


def _narrow(letter: str) -> str:
    wide = unicodedata.decomposition(letter).startswith("<wide>")
    return unicodedata.normalize("NFKC", letter) if wide else letter


def _visible(word: str) -> str:
    if word.isascii():
        return word
    return "".join(
        letter for letter in word if unicodedata.category(letter) != "Cf" or letter in _TURNING
    )
