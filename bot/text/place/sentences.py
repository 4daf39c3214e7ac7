"""The sentences of a profile, and the words by which they say where somebody is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from bot.text.place.names import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PINS: Final = "📍📌🏠🏡🏘🗺🌍🌎🌏🏙🌆🌃⚓🧭🛖🏢"
_AWAY: Final = "✈🛫🛬🧳🏖⚽🏈🏀🏉⚾🏒❤💙💚💛💜🧡🖤🤍💕💖♥🎓🐣👶🍼🎂"
_EMOJI: Final = (
    "[\u2600-\u26ff\u2700-\u2790\u27b2-\u27bf\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_BREAK: Final = re.compile(
    rf"(?P<emoji>{_EMOJI})[\ufe0f\u200d]*|[\n|·•∙●;!?~…«»“”\"]|//|\s[-–—]+\s"
    r"|(?<!\bSt)(?<!\bSte)(?<!\bMt)(?<!\bD\.C)(?<!\ba\.M)\.(?=\s|$)"
)
ARROW: Final = re.compile(r"\s*(?:→|➡|➔|➜|⟶|⇒|⮕|[-=]+>)\ufe0f?\s*")
LABEL: Final = re.compile(r"(?P<label>[^:=]{2,30}?)\s*[:=]\s*(?P<value>.+)")  # noqa: RUF100
BASED: Final = re.compile(
    r"(?P<place>[^\s,]+(?:\s[^\s,]+){0,3}?)(?:\s*-\s*|\s)(?:based|ansässig|basé|basée)\b"
    r"(?!\s+(?:in|on|at|à|near|out|around)\b)",
    re.IGNORECASE,
)
BETWEEN: Final = re.compile(
    r"\b(?:between|entre|zwischen|tussen|tra|fra|między|miedzy)\s+(?P<one>.+?)\s+"
    r"(?:and|et|und|en|y|e|i|a|&)\s+(?P<other>.+)",
    re.IGNORECASE,
)
_STROKES: Final = {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o"}
_INCLUSIVE: Final = re.compile(r"(?<=\w)(?:[·.]e(?:[·.]?s)?|\(e\))(?=\s)")
EITHER: Final = re.compile(
    r"\s*(?:/|&|\+|↔|⇄|⇆|<->|\b(?:and|et|und|y|e|en|i|oder|ou|or|of|o|lub)\b)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a text; `pinned` if a sign for a place is before it, `away` if one for a love."""

    text: str
    pinned: bool = False
    away: bool = False


def plain(text: str) -> str:
    """The text without case, accents and apostrophes, each letter still in its place."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter in "'’\u02bc`":
        return " "
    bare = unicodedata.normalize("NFKD", _STROKES.get(letter, letter))[0].lower()
    return bare if len(bare) == 1 else letter


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text: line breaks, stops, dots, bars and emoji end them."""
    text = _INCLUSIVE.sub("", unicodedata.normalize("NFC", text))
    sign, start = "", 0
    for stop in (*_BREAK.finditer(text), None):
        part = text[start : stop.start() if stop else None].strip(" \t,-–—/*_>")
        after = stop["emoji"] or "" if stop else ""
        if part:
            is_loved = sign in _AWAY if sign else after in _AWAY and after != ""
            yield Sentence(part, pinned=sign != "" and sign in _PINS, away=is_loved)
        if stop is not None:
            sign, start = after, stop.end()


@dataclass(frozen=True, slots=True)
class Words:
    """`words.toml`: sets of words (as `key`), and what introduces a place, by language."""

    labels: frozenset[str]
    lives: re.Pattern[str]
    works: re.Pattern[str]
    language: Mapping[str, str]
    countries: Mapping[str, frozenset[str]]
    elsewhere: frozenset[str]
    past: frozenset[str]
    unreal: frozenset[str]
    people: frozenset[str]
    endings: tuple[str, ...]
    words: frozenset[str]
    home: frozenset[str]
    passing: frozenset[str]
    fillers: frozenset[str]
    sides: frozenset[str]
    bare: frozenset[str]
    nowhere: frozenset[str]
    common: Mapping[str, frozenset[str]]

    def is_labelled(self, name: str) -> bool:
        """Whether a field of this name holds a place."""
        said = key(name)
        is_phrase = self.lives.fullmatch(said) is not None
        return is_phrase or said in self.labels or any(pin in name for pin in _PINS)

    def does(self, who: str) -> bool:
        """Whether the text says what somebody is or does: `teacher`."""
        said = key(who).split()
        return any(
            word in self.people or (len(word) >= _SHORTEST_TRADE and word.endswith(self.endings))
            for word in said
        )

    def is_polish(self, text: str) -> bool:
        """Whether names of places in it are declined."""
        said = self.lives.search(key(text))
        return self.tongue(text) == "pl" or (said and self.language[said.group()]) == "pl"

    def tongue(self, text: str) -> str | None:
        """The language of a text, if one has more common words in it than the others."""
        said = key(text).split()
        counts = {
            language: sum(word in known for word in said) for language, known in self.common.items()
        }
        best = max(counts.values())
        leading = [language for language, count in counts.items() if count == best > 0]
        return leading[0] if len(leading) == 1 else None


_SHORTEST_TRADE: Final = 6


@cache
def words() -> Words:
    """The words of all languages."""
    table = tomllib.loads((resources.files("bot.text.place") / "words.toml").read_text("utf-8"))
    lives: dict[str, str] = {}
    for language, phrases in table["lives"].items():
        for phrase in phrases.split(";"):
            if words_of := " ".join(phrase.split()):
                lives.setdefault(words_of, language)
    prepositions = [
        preposition.replace("-", " ")
        for spoken in table["works"].values()
        for preposition in spoken.split()
    ]
    longest_first = sorted(lives, key=len, reverse=True)
    return Words(
        labels=frozenset(table["labels"].split()),
        lives=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"),
        works=re.compile(rf"(?<!\w)(?:{'|'.join(prepositions)})\s+"),
        language=lives,
        countries={
            language: frozenset(codes.split()) for language, codes in table["countries"].items()
        },
        elsewhere=frozenset(table["elsewhere"]["any"].split()),
        past=frozenset(table["past"]["any"].split()),
        unreal=frozenset(table["unreal"]["any"].split()),
        people=frozenset(table["people"]["any"].split()),
        endings=tuple(table["people"]["endings"].split()),
        words=frozenset(table["words"]["any"].split()),
        bare=frozenset(table["bare"]["any"].split()),
        nowhere=frozenset(table["nowhere"]["any"].split()),
        passing=frozenset(table["passing"]["any"].split()),
        fillers=frozenset(table["fillers"]["any"].split()),
        sides=frozenset(table["sides"]["any"].split()),
        home=frozenset(table["home"]["any"].split()),
        common={language: frozenset(known.split()) for language, known in table["common"].items()},
    )
