"""What the owner writes to the bot, read without guessing.

A command is a verb at the beginning and nothing around it that it does not need. Whatever else
is written has no effect: "don't never 2" and "should I snooze 2?" are no commands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.schedule import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.schedule import Period


class Verb(StrEnum):
    """What can be asked of the bot."""

    LIST = "list"
    WHY = "why"
    WHY_NOT = "why-not"
    SNOOZE = "snooze"
    NEVER = "never"
    KNOWN = "known"
    UNDO = "undo"
    HELP = "help"


WORDS: Final[Mapping[Verb, Mapping[str, tuple[str, ...]]]] = {
    Verb.LIST: {"en": ("list",), "fr": ("liste",)},
    Verb.WHY: {"en": ("why",), "fr": ("pourquoi",)},
    Verb.WHY_NOT: {"en": ("why-not", "whynot"), "fr": ("pourquoi-pas",)},
    Verb.SNOOZE: {"en": ("snooze", "later"), "fr": ("plus-tard",)},
    Verb.NEVER: {"en": ("never",), "fr": ("jamais",)},
    Verb.KNOWN: {"en": ("known",), "fr": ("connu", "connue", "connus", "connues")},
    Verb.UNDO: {"en": ("undo",), "fr": ("annule", "annuler")},
    Verb.HELP: {"en": ("help",), "fr": ("aide",)},
}
"""Each verb's words by language, without accents, the usual one first."""

_VERBS: Final = {
    word: verb for verb, spoken in WORDS.items() for words in spoken.values() for word in words
}
_ALONE: Final = frozenset({Verb.LIST, Verb.UNDO, Verb.HELP})
_MANY: Final = frozenset({Verb.KNOWN})
_SPACED: Final = (
    ("why not", "why-not"),
    ("pourquoi pas", "pourquoi-pas"),
    ("plus tard", "plus-tard"),
)
_MENTIONS: Final = re.compile(r"^(?:@[\w.:@-]+[\s,:]+)+")
_TARGET: Final = re.compile(r"#?(\d{1,2})|@?[\w][\w.-]*(?:@[\w.:-]+|\.[\w-]+)")


@dataclass(frozen=True, slots=True)
class Command:
    """A verb, whom it is about (numbers or handles, as written), and for how long."""

    verb: Verb
    targets: tuple[str, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that was understood. `nearest` is the verb that may have been meant."""

    nearest: Verb | None = None


def word_for(verb: Verb, language: str) -> str:
    """The usual word for a verb in a language, `en` or `fr`."""
    return WORDS[verb][language][0]


def understand(text: str) -> Command | Unclear:
    """Read a message to the bot; a mention in front of it is passed over."""
    words = _normal(text).split()
    if not words:
        return Unclear()
    verb = _VERBS.get(words[0])
    if verb is None:
        return Unclear(_nearest(words[0])) if len(words) <= 3 else Unclear()  # noqa: PLR2004 (a command is short)
    rest = words[1:]
    if verb in _ALONE:
        return Unclear(verb) if rest else Command(verb)
    period = None
    if verb is Verb.SNOOZE and len(rest) > 1:
        try:
            period = duration("".join(rest[1:]))
        except ValueError:
            return Unclear(verb)
        rest = rest[:1]
    targets = [_TARGET.fullmatch(word) for word in rest]
    if not rest or None in targets or (len(rest) > 1 and verb not in _MANY):
        return Unclear(verb)
    return Command(verb, tuple(word.removeprefix("#") for word in rest), period)


def _normal(text: str) -> str:
    """Lower case, no accents, no mention in front, no quotes or full stop around, no "please"."""
    plain = unicodedata.normalize("NFKD", text.strip())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = _MENTIONS.sub("", plain).strip(" \t\n\"'«»“”‘’.!")
    for polite in ("please", "s'il te plait", "stp", "merci"):
        plain = plain.removesuffix(polite).rstrip(" ,")
    plain = " ".join(plain.split())
    for spaced, joined in _SPACED:
        if plain == spaced or plain.startswith(f"{spaced} "):
            return joined + plain.removeprefix(spaced)
    return plain


def _nearest(word: str) -> Verb | None:
    close = get_close_matches(word, _VERBS, n=1, cutoff=0.7)
    return _VERBS[close[0]] if close else None
