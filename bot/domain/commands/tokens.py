"""Split a message into words, each in its original and its normalised form.

Case, accents, the kind of space and invisible characters are ignored. So are quotation marks, a
mention, emoji, "please" and "thanks" around the message. A stroke through a letter is not ignored,
nor is an emoji that says no.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.safety.cleaning import narrow, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKING: Final = "?？¿؟⸮⁇⁈⁉‽"  # noqa: RUF001 (people type them)
QUESTION: Final = re.compile(f"[{_ASKING}]")

_DOUBTS: Final = frozenset(
    {
        *("not", "no", "never", "dont", "cannot", "nothing", "none", "neither", "nor", "cancel"),
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
    """The words of a message without greetings, thanks, emoji and punctuation around them.

    `greeted`: it began with a greeting. `thanked`: it ended with thanks. `asked`: it ended with a
    question mark. `trailed`: it ended in an ellipsis. `quotes`: the quotation marks at its start.
    """

    words: tuple[Word, ...]
    greeted: bool = False
    thanked: bool = False
    asked: bool = False
    trailed: bool = False
    quotes: str = ""


_SPACE: Final = re.compile(r"(?:\s|&nbsp;|&#160;|<br ?/?>|</?p>)+")
QUOTES: Final = "\"'«»“”„‘’‹›`"  # noqa: RUF001 (people type them)
OPENING: Final = '"«“„‹‘'  # noqa: RUF001 (people type them)
CLOSING: Final = '"»”“›’'  # noqa: RUF001 (people type them)
_CLOSING: Final = {"«": "»", "“": "”", "„": "“", "‘": "’", "‹": "›"}  # noqa: RUF001
_ALIKE: Final = str.maketrans("’‘ʼ´‐‑", "''''--")  # noqa: RUF001 (the characters to replace)
_TURNING: Final = "\u202d\u202e"
"""Invisible characters that reverse the order in which digits are shown."""
_ACCENTS: Final = re.compile("[\u0300-\u0333\u0339-\u036f\ufe00-\ufe0f\u20e3]")
"""Combining marks except strokes, with keycap frames and variation selectors."""
_ELLIPSIS: Final = re.compile(r"(?:\.{2,}|…)$")
_DOUBTING: Final = re.compile(
    "[\u231a\u231b\u23f0-\u23f3\U0001f550-\U0001f567\U0001f4c5\U0001f4c6\U0001f5d3"
    "\u274c\u274e\u2716-\u2718\u26d4\u270b\u26a0\u2753-\u2757"
    "\U0001f44e\U0001f6ab\U0001f645\U0001f6d1\U0001f91a\U0001f914\U0001f937\U0001f928]"
)
"""The crosses, hands, clocks and signs that say no, later, or ask."""
_EMOJI: Final = re.compile(
    f"(?:(?!{_DOUBTING.pattern})"
    "[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0e\ufe0f\u200d]*"
    "|[:;]-?[)dp]|<3|\\^\\^)+",
    re.IGNORECASE,
)
_EMOJIS_AT_END: Final = re.compile(rf"{_EMOJI.pattern}$", re.IGNORECASE)
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
    ("s.t.p",),
    ("s.v.p",),
)
_THANKS: Final = (
    *(("thanks",), ("thx",), ("ty",), ("cheers",), ("thank", "you"), ("thanks", "a", "lot")),
    *(("many", "thanks"), ("thank", "you", "very", "much"), ("thank", "you", "so", "much")),
    *(("thanks", "in", "advance"), ("merci",), ("merci", "beaucoup"), ("merci", "bcp")),
    *(("merci", "d'avance"), ("grand", "merci"), ("merci", "bien"), ("merci", "a", "toi")),
    *(("please", "and", "thank", "you"), ("please", "and", "thanks"), ("thanks", "so", "much")),
    *(("thanks", "again"), ("thanks", "very", "much"), ("merci", "encore"), ("mille", "mercis")),
)
_GREETINGS: Final = (
    *((word,) for word in ("hi", "hello", "hey", "ok", "okay", "d'accord")),
    *(("alright",), ("go", "ahead"), ("vas-y",)),
    *(("good", "morning"), ("good", "afternoon"), ("good", "evening")),
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
        opened = len(first.written) - len(first.written.lstrip(QUOTES))
        if opened:
            quotes += first.written[:opened]
            bare = replace(first, plain=first.plain.lstrip(QUOTES), written=first.written[opened:])
            rest = (*([bare] if bare.plain else []), *rest[1:])
        elif _EMOJI.fullmatch(first.written) or _MENTION.fullmatch(first.plain):
            rest = rest[1:]
        elif taken := _first(rest, _PLEASE):
            rest = rest[taken:]
        elif greeted and not first.plain.strip("!"):  # "Bonjour !"
            rest = rest[1:]
        elif taken := _first(rest, _GREETINGS):
            rest, greeted = rest[taken:], True
        else:
            break
    return Said(words=rest, greeted=greeted, quotes=quotes)


def ended(said: Said) -> Said:
    """Drop punctuation (at most one full stop or ellipsis), emoji and courtesies at the end."""
    rest, thanked, asked, stopped, trailed = said.words, said.thanked, False, False, False
    marks = ("" if _quotes(rest) else QUOTES) + "!" + _ASKING
    while rest:
        last = rest[-1]
        if emoji := _EMOJIS_AT_END.search(last.written):
            seen = words(last.written[: emoji.start()])
            rest = (*rest[:-1], *(replace(word, end=last.end) for word in seen))
            continue
        bare = last.plain.rstrip(marks)
        asked = asked or QUESTION.search(last.plain, len(bare)) is not None
        if not stopped and bare == last.plain and bare.endswith(".") and not bare.endswith(".."):
            bare, stopped = bare[:-1], True
        elif not stopped and bare == last.plain and (dots := _ELLIPSIS.search(bare)):
            bare, stopped, trailed = bare[: dots.start()], True, True
        if bare != last.plain:
            written = last.written[: len(bare) - len(last.plain)]
            rest = (*rest[:-1], *([replace(last, plain=bare, written=written)] if bare else []))
        elif taken := _last(rest, _PLEASE):
            rest = rest[:-taken]
        elif taken := _last(rest, _THANKS):
            rest, thanked = rest[:-taken], True
        else:
            break
    return replace(said, words=rest, thanked=thanked, asked=asked, trailed=trailed)


def is_doubt(plain: str) -> bool:
    """Whether a word negates or states a condition: `not`, `don't`, `n'envoie`, `if`, a cross."""
    if plain in _DOUBTS or _DOUBTING.search(plain):
        return True
    return plain.endswith("n't") or plain.startswith("n'")


def unquoted(text: str, quotes: str) -> str:
    """The text without the closing marks of `quotes`, which were opened before it.

    Quotation marks around the whole text are left out too.
    """
    for mark in reversed(quotes):
        text = text.removesuffix(_CLOSING.get(mark, mark)).rstrip()
    closing = _CLOSING.get(text[:1], text[:1] if text[:1] in {'"', "'"} else "")
    inner = text[1:-1]
    if len(text) < 3 or not closing or not text.endswith(closing):  # noqa: PLR2004 (two marks)
        return text
    return text if text[0] in inner or closing in inner else inner.strip()


def _quotes(said: Sequence[Word]) -> bool:
    """Whether a word after the first begins with an opening quotation mark, as a name may."""
    return any(
        (word.written[:1] in OPENING and len(word.written) > 1) or word.written in {"«", "“"}
        for word in said[1:]
    )


def _first(said: Sequence[Word], phrases: Sequence[Sequence[str]]) -> int:
    """The length in words of the longest phrase at the start; 0 if there is none."""
    plain = [word.plain.rstrip("!") for word in said[:3]]
    return max((len(phrase) for phrase in phrases if plain[: len(phrase)] == [*phrase]), default=0)


def _last(said: Sequence[Word], phrases: Sequence[Sequence[str]]) -> int:
    plain = [word.plain for word in said[-4:]]
    return max((len(phrase) for phrase in phrases if plain[-len(phrase) :] == [*phrase]), default=0)


def _plain(word: str) -> str:
    seen = _visible(word).casefold()
    if seen.isascii():
        return seen.translate(_ALIKE)
    return _ACCENTS.sub("", unicodedata.normalize("NFD", narrow(seen.translate(_ALIKE))))


def _visible(word: str) -> str:
    if not any(turning in word for turning in _TURNING):
        return visible(word)
    return "".join(letter if letter in _TURNING else visible(letter) for letter in word)
