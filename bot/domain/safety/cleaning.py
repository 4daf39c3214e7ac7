"""Normalise profile texts, so that marks such as #nobot are found however they are disguised.

`seen` is for ages and words; `tags_in` also normalises hashtags. The results are not for display,
as joiners or accents are lost. Hidden characters are Unicode's format characters (Cf), the
default-ignorable ones (DerivedCoreProperties.txt), U+2800, and U+FFFC, which stands for a picture.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_UNESCAPINGS: Final = 3
"""How many layers of HTML escaping are undone."""

_HIDDEN_CATEGORIES: Final = frozenset({"Cf", "Mn", "Me"})
# Default-ignorable characters of other categories, then characters that are drawn as blanks.
_HIDDEN: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    r"\U000e0000-\U000e0fff\u2800\ufffc\U0001d159]"
)
_BREAKS: Final = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]|\r\n?")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")

_HASHES: Final = re.compile(r"[\u266f\u2317\u22d5\u29e3]")  # ♯ ⌗ ⋕ ⧣
# Pd, Pc and what is drawn as a dash: minus signs, bullets, box drawings, modifier letters.
_DASHES: Final = re.compile(
    r"[\u00af\u00b7\u02c9\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212"
    r"\u203f\u2040\u2054\u2500\u2501\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0"
    r"\u30fb\u30fc\ufe31-\ufe34\ufe4d-\ufe4f\ufe58\ufe63\uff0d\uff3f\uff65\uff70\U00010ead]"
)
# Cyrillic, Greek, Armenian and small-capital letters that are drawn as the Latin ones that marks
# are made of, and the negative enclosed letters that NFKC leaves alone.
_LOOK_ALIKE: Final = {
    "b": "\u0392\u0412\u0299\u0432\u042c\u044c",
    "e": "\u0395\u0415\u0435\u1d07",
    "i": "\u0131\u026a\u0399\u03b9\u0406\u0456",
    "n": "\u0274\u039d\u043f\u0578\u057c",
    "o": "\u039f\u03bf\u041e\u043e\u0555\u0585\u1d0f",
    "s": "\u0405\u0455\ua731",
    "t": "\u03a4\u03c4\u0422\u0442\u1d1b",
    "v": "\u03bd\u0475\u1d20",
}
_LETTERS: Final = {ord(letter): latin for latin, some in _LOOK_ALIKE.items() for letter in some}
_ENCLOSED: Final = re.compile("[\U0001f150-\U0001f169\U0001f170-\U0001f189]")


def seen(text: str) -> str:
    """The text in compatibility form (NFKC), without entities, controls and hidden characters.

    Combining marks that do not compose with their letter are removed as well.
    """
    text = _unescaped(text)
    if text.isascii():
        return text if text.isprintable() else _on_lines(text)
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))
    # Again, as NFKC turns half-width fillers into fillers.
    text = _on_lines(_HIDDEN.sub("", text))
    hidden = {
        letter
        for letter in set(text)
        if letter > "\x7f" and unicodedata.category(letter) in _HIDDEN_CATEGORIES
    }
    if not hidden:
        return text
    return unicodedata.normalize("NFKC", text.translate(dict.fromkeys(map(ord, hidden))))


def visible(text: str) -> str:
    """The text without hidden characters, such as those that are copied along with a handle."""
    if text.isascii():
        return text
    text = _HIDDEN.sub("", text)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def narrow(text: str) -> str:
    """The text with ordinary letters in place of full-width ones."""
    return "".join(
        unicodedata.normalize("NFKC", letter)
        if unicodedata.decomposition(letter).startswith("<wide>")
        else letter
        for letter in text
    )


def tags_in(text: str) -> str:
    """Replace what looks like a `#`, a dash or a Latin letter by that character.

    `text` comes from `seen`. The result is in lower case without accents, and empty if there is no
    hashtag.
    """
    text = _HASHES.sub("#", text)
    if "#" not in text:
        return ""
    if text.isascii():
        return text.lower()
    text = _ENCLOSED.sub(_letter, _DASHES.sub("-", text)).translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _on_lines(text: str) -> str:
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def _unescaped(text: str) -> str:
    for _ in range(_UNESCAPINGS):
        if "&" not in text or (plain := html.unescape(text)) == text:
            break
        text = plain
    return text


def _letter(enclosed: re.Match[str]) -> str:
    return chr(ord("a") + (ord(enclosed[0]) - 0x1F150) % 0x20)
