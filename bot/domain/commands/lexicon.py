"""Find the verb of a message, as people write it: `why2`, `show me the list`, `no thanks`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.domain.commands.tokens import Word, words
from bot.domain.commands.verbs import VERBS, Entry, Rest, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Found:
    """A verb, the language it is written in, and the number of its words."""

    verb: Verb
    language: str
    length: int

    @property
    def entry(self) -> Entry:
        """The verb's entry in the table."""
        return VERBS[self.verb]


_GLUED: Final = re.compile(
    r"(?P<verb>[^\W\d]+(?:-[^\W\d]+)*)(?P<number>#?\d[\d,#]*[a-z]*[^\w\s@/]*)"
)
_LEADS: Final = {
    **dict.fromkeys(
        (Verb.LIST, Verb.DRAFT, Verb.TRIPS),
        re.compile(
            r"(?:(?:show|give|montre|donne)(?:[ -](?:me|moi))?(?: (?:the|my|la|le|ma|mon|mes|les))?"
            r"|the|my|a|la|le|ma|mon|mes|les|une?)"
        ),
    ),
    **dict.fromkeys((Verb.WHY, Verb.WHY_NOT), re.compile(r"(?:tell|dis)[ -](?:me|moi)")),
    Verb.SENT: re.compile(r"i|i've|i have|already|j'ai|je l'ai|c'est|deja"),
    Verb.MET: re.compile(r"i|i've|i have|we|we've|we have|j'ai|je l'ai|on s'est"),
    Verb.PLANNED: re.compile(r"it's|c'est"),
}
"""What may stand before a verb: a request to see something, or the owner as the subject."""
_CANCEL: Final = {"cancel", "annule", "annuler", "annules"}
_MY: Final = {"the", "my", "le", "mon"}
_SADLY: Final = {"unfortunately", "sadly", "malheureusement", "helas"}
_SORRY: Final = {"sorry", "desole", "desolee", *_SADLY}
COURTESIES: Final[Mapping[Verb, set[str]]] = {
    Verb.YES: {
        *("please do", "of course", "with pleasure", "absolutely", "definitely", "we did", "i did"),
        *("bien sur", "avec plaisir", "volontiers", "tout a fait", "absolument"),
    },
    Verb.NO: {*_SORRY, "we didn't", "i didn't", "pas du tout"},
    Verb.NOT_YET: _SORRY,
    Verb.DECLINED: _SADLY,
    Verb.UNDO: {"that", "it", "this", "ca", "cela"},
}
"""What may follow an answer and changes nothing. They may be thanked for, too: `no thanks`."""


def find_verb(said: Sequence[Word]) -> Found | None:
    """The verb at the start of these words. A colon may follow it: `goal: 2 per month`."""
    for length in (2, 1):
        first = said[:length]
        name = "-".join(word.plain for word in first)
        bare = name.removesuffix(":")
        if len(first) < length or bare not in vocabulary() or any(w.comma for w in first[:-1]):
            continue
        found = Found(*vocabulary()[bare], length)
        takes_colon = not found.entry.strict and found.entry.rest is not Rest.TEXT
        if bare != name:
            return found if takes_colon else None
        colon_follows = len(said) > length and said[length].plain == ":"
        return replace(found, length=length + 1) if colon_follows and takes_colon else found
    return None


def verb_of(text: str) -> Verb | None:
    """The verb that the whole text names, in any language."""
    said = words(text)
    found = find_verb(said)
    return found.verb if found is not None and found.length == len(said) else None


@cache
def vocabulary() -> Mapping[str, tuple[Verb, str]]:
    """All words for verbs, normalised, each with its verb and language."""
    return {
        words(name)[0].plain: (verb, language)
        for verb, entry in VERBS.items()
        for language in ("fr", "en")  # "pause" is both: English wins
        for name in entry.words[language]
    }


def unglued(said: Sequence[Word], text: str) -> tuple[Word, ...]:
    """These words with the number apart that is glued to the verb: `why2`, `snooze1 3w`.

    Not to a strict one: "send2" may be a slip, and "no1" is no answer.
    """
    for length in (2, 1):
        name = "-".join(word.plain for word in said[:length])
        found, last = _GLUED.fullmatch(name), said[length - 1 : length]
        verb = vocabulary().get(found["verb"]) if found and last else None
        if found is None or verb is None or VERBS[verb[0]].strict:
            continue
        word, number = last[0], found["number"]
        if text[: word.end].endswith(number) and word.written.endswith(number):
            letters = Word(
                plain=word.plain.removesuffix(number),
                written=word.written.removesuffix(number),
                end=word.end - len(number),
            )
            glued = replace(word, plain=number, written=number)
            return (*said[: length - 1], letters, glued, *said[length:])
    return tuple(said)


def without_lead(said: Sequence[Word]) -> tuple[Word, ...]:
    """These words without what may stand before a verb: `show me the list`, `I sent 2`."""
    for length in (1, 2, 3):
        lead = " ".join(word.plain for word in said[:length])
        found = find_verb(said[length:])
        pattern = _LEADS.get(found.verb) if found is not None else None
        if pattern is not None and pattern.fullmatch(lead):
            return tuple(said[length:])
    return _verb_first(said)


def _verb_first(said: Sequence[Word]) -> tuple[Word, ...]:
    """These words with "trip" before "cancel": `cancel my trip to Lyon`."""
    if len(said) > 2 and said[0].plain in _CANCEL:  # noqa: PLR2004 (cancel, trip, a town)
        start = 2 if said[1].plain in _MY else 1
        found = find_verb(said[start:])
        if found is not None and found.verb is Verb.TRIP:
            end = start + found.length
            return (*said[start:end], said[0], *said[end:])
    return tuple(said)


def without_courtesy(said: Sequence[Word], found: Found) -> tuple[Word, ...]:
    """These words without what politely follows an answer: `yes please do`, `not yet, sorry`."""
    for length in (1, 2, 3):
        start = max(found.length, len(said) - length)
        if " ".join(word.plain for word in said[start:]) in COURTESIES.get(found.verb, ()):
            return tuple(said[:start])
    return tuple(said)
