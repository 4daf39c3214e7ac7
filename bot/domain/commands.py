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


WORDS: Final = {
    Verb.LIST: ("list", "liste"),
    Verb.WHY: ("why", "pourquoi"),
    Verb.WHY_NOT: ("why-not", "whynot", "pourquoi-pas"),
    Verb.SNOOZE: ("snooze", "plus-tard", "later"),
    Verb.NEVER: ("never", "jamais"),
    Verb.KNOWN: ("known", "connu", "connue", "connus"),
    Verb.UNDO: ("undo", "annule", "annuler"),
    Verb.HELP: ("help", "aide"),
}
"""Each verb's words, without accents, the English one first."""

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


def understand(text: str) -> Command | Unclear:
    """Read a message to the bot; a mention in front of it is passed over."""
    words = _normal(text).split()
    if not words:
        return Unclear()
    verb = next((verb for verb, names in WORDS.items() if words[0] in names), None)
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
    names = {name: verb for verb, all_names in WORDS.items() for name in all_names}
    close = get_close_matches(word, names, n=1, cutoff=0.7)
    return names[close[0]] if close else None
