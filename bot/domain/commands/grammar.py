"""The one grammar: every verb's words by language, and what may stand after them.

A command is a verb at the beginning and what it needs, to the last word. Whatever else is
written has no effect: "don't never 2", "should I snooze 2?" and "send 2 and 3" are no commands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bot.domain.commands import shapes
from bot.domain.commands.command import READING, Command, Verb
from bot.domain.commands.words import QUESTION, Said, begun, ended, unquoted, words
from bot.domain.schedule import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.commands.shapes import Shape
    from bot.domain.commands.words import Word


@dataclass(frozen=True, slots=True)
class Form:
    """How a verb is said: its words, the usual one first, and the shape of what follows.

    A hyphen in a word may be a space. A `strict` verb is not obeyed among greetings: it cannot
    be taken back, or its word is one of everyday talk.
    """

    en: tuple[str, ...]
    fr: tuple[str, ...]
    shape: Shape
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A verb, in which language it was said, and in how many words."""

    verb: Verb
    language: str
    length: int

    @property
    def form(self) -> Form:
        """How the verb is said."""
        return FORMS[self.verb]


def _help(said: Sequence[Word], _language: str) -> Mapping[str, Any] | None:
    """Nothing, or a verb: `help`, `help snooze`."""
    found = find_verb(said)
    if found is None:
        return None if said else {}
    return {"about": found.verb} if found.length == len(said) else None


def _verbatim(_said: Sequence[Word], _language: str) -> None:
    """Somebody, a colon, and a text to the letter: `edit 2: Hi Alice`; see `_read_edit`."""


FORMS: Final[Mapping[Verb, Form]] = {
    Verb.LIST: Form(("list",), ("liste", "lister"), shapes.alone),
    Verb.WHY: Form(("why",), ("pourquoi",), shapes.one_or_two),
    Verb.WHY_NOT: Form(("why-not", "whynot"), ("pourquoi-pas",), shapes.one),
    Verb.DRAFT: Form(("draft",), ("brouillon",), shapes.one),
    Verb.EDIT: Form(("edit",), ("modifie", "modifier", "modifies"), _verbatim),
    Verb.SEND: Form(("send",), ("envoie", "envoies", "envoyer"), shapes.one_in_reply, strict=True),
    Verb.SENT: Form(("sent",), ("envoyé", "envoyée", "envoyés", "envoyées"), shapes.one),
    Verb.SNOOZE: Form(("snooze", "later"), ("plus-tard",), shapes.one_for_a_while),
    Verb.NEVER: Form(("never",), ("jamais",), shapes.one, strict=True),
    Verb.KNOWN: Form(("known",), ("connu", "connue", "connus", "connues"), shapes.some),
    Verb.MET: Form(("met",), ("vu", "vue", "vus", "vues"), shapes.one),
    Verb.PLANNED: Form(("planned",), ("prévu", "prévue", "prévus", "prévues"), shapes.meeting),
    Verb.DECLINED: Form(("declined",), ("décliné", "déclinée", "déclinés"), shapes.one),
    Verb.WENT: Form(("went",), ("allé", "allée", "allés", "allées"), shapes.number),
    Verb.UNDO: Form(("undo",), ("annule", "annuler", "annules"), shapes.alone),
    Verb.PAUSE: Form(("pause",), ("pause",), shapes.alone),
    Verb.RESUME: Form(("resume",), ("reprends", "reprend", "reprendre"), shapes.alone),
    Verb.TRIP: Form(("trip",), ("voyage",), shapes.journey),
    Verb.PLACE: Form(("place",), ("lieu",), shapes.one_somewhere),
    Verb.SAME: Form(("same",), ("même", "mêmes"), shapes.two),
    Verb.UNJOIN: Form(("unjoin",), ("sépare", "séparer"), shapes.one),
    Verb.NOT_SAME: Form(("not-same",), ("pas-même", "pas-mêmes"), shapes.two),
    Verb.GOAL: Form(("goal",), ("objectif",), shapes.frequency),
    Verb.FORGET: Form(("forget",), ("oublie",), shapes.one, strict=True),
    Verb.YES: Form(("yes",), ("oui",), shapes.one_or_none, strict=True),
    Verb.NO: Form(("no",), ("non",), shapes.one_or_none, strict=True),
    Verb.NOT_YET: Form(("not-yet",), ("pas-encore",), shapes.one_or_none, strict=True),
    Verb.START: Form(("start",), ("commence", "commencer"), shapes.alone, strict=True),
    Verb.STOP: Form(("stop",), ("arrête", "arrêter"), shapes.all_or_nothing, strict=True),
    Verb.HELP: Form(("help",), ("aide",), _help),
}

WORDS: Final[Mapping[Verb, Mapping[str, tuple[str, ...]]]] = {
    verb: {"en": form.en, "fr": form.fr} for verb, form in FORMS.items()
}
"""Each verb's words by language, the usual one first."""


def word_for(verb: Verb, language: str) -> str:
    """The usual word for a verb in a language, `en` or `fr`."""
    return WORDS[verb][language][0]


def read(text: str) -> Command | None:
    """The command that a message to the bot is, if it is one to the last word."""
    if len(text) > LONGEST:
        return None
    opening = begun(text)
    whole = ended(opening)
    found = find_verb(whole.words)
    if found is None or not _meant(text, whole, found):
        return None
    if found.verb is Verb.EDIT:
        return _read_edit(text, opening)
    fields = found.form.shape(whole.words[found.length :], found.language)
    if fields is None or (fields.get("place") and _goes_on(text, fields["place"])):
        return None
    return Command(found.verb, **fields)


def spell(command: Command, language: str) -> str:
    """The usual way to write a command in a language, `en` or `fr`."""
    word, args = word_for(command.verb, language), list(command.args)
    if command.verb is Verb.EDIT:
        return f"{word} {command.targets[0]}{_BEFORE_COLON[language]}: {command.text}"
    if command.verb is Verb.NOT_YET:
        word = word.replace("-", " ")  # two words, as people write them
    if command.period is not None:
        args[-1] = f"{command.period.count}{_SPANS[language][command.period.unit]}"
    if command.times is not None:
        args.insert(1, _PER[language])
    if command.in_reply:
        args = [_IN_REPLY[language]]
    if command.about is not None:
        args = [word_for(command.about, language)]
    if command.everything:
        args = [_EVERYTHING[language]]
    return " ".join((word, *command.targets[:1], *args))


LONGEST: Final = 20_000
"""Letters. No network takes a message that is longer, so no invitation is."""
_BEFORE_COLON: Final = {"en": "", "fr": "\u00a0"}
_PER: Final = {"en": "per", "fr": "par"}
_SPANS: Final = {
    "en": {Unit.DAY: "d", Unit.WEEK: "w", Unit.MONTH: "m"},
    "fr": {Unit.DAY: "j", Unit.WEEK: "sem", Unit.MONTH: "mois"},
}
_IN_REPLY: Final = {"en": "reply", "fr": "en réponse"}
_EVERYTHING: Final = {"en": "everything", "fr": "tout"}
_COLON: Final = re.compile(r"[:：]")  # noqa: RUF001 (people type it)
_COLONS_TRIED: Final = 4
"""A link has one of its own, and so has a host with a port."""
_LONELY: Final = {shapes.alone, shapes.one_or_none, _help}
QUOTED: Final = re.compile(r"^[^\S\n]*(?:>|&gt;)", re.MULTILINE)
JOINING: Final = {"and", "then", "et", "puis", "&", "+"}


def find_verb(said: Sequence[Word]) -> Found | None:
    """The verb that these words begin with."""
    for length in (2, 1):
        first = said[:length]
        word = "-".join(one.plain for one in first)
        if len(first) == length and word in vocabulary() and not any(w.comma for w in first[:-1]):
            return Found(*vocabulary()[word], length)
    return None


@cache
def vocabulary() -> Mapping[str, tuple[Verb, str]]:
    """Every word as it is compared, with its verb and language."""
    return {
        words(word)[0].plain: (verb, language)
        for verb, spoken in WORDS.items()
        for language, said in spoken.items()
        for word in said
    }


def _meant(text: str, whole: Said, found: Found) -> bool:
    """Whether nothing around a verb or among its words says that it is not meant as a command."""
    verb, rest = whole.words[found.length - 1], whole.words[found.length :]
    if found.form.strict and (whole.greeted or (whole.thanked and not rest)):
        return False
    if found.verb is Verb.EDIT:
        return True
    asked = whole.asked and found.verb not in READING
    asked = asked or any(QUESTION.search(word.plain) for word in rest)
    return not (asked or (rest and verb.comma) or QUOTED.search(text))


def _goes_on(text: str, place: str) -> bool:
    """Whether the name of a place runs on into another command."""
    if read(place) is not None or any(read(line) is not None for line in text.splitlines()[1:]):
        return True
    said = words(place)
    for start in range(len(said)):
        found = find_verb(said[start:])
        if found is None:
            continue
        before, after = said[:start], said[start + found.length :]
        begins = not before or before[-1].comma or before[-1].plain.endswith(".")
        begins = begins or before[-1].plain in JOINING
        ends = found.form.shape in _LONELY and not after
        named_so = found.verb in {Verb.PLACE, Verb.PAUSE}  # Place Hoche, Pause Café
        whole = begins and ends
        if shapes.take_target(after)[0] or whole or ((begins or ends) and not named_so):
            return True
    return False


def _read_edit(text: str, opening: Said) -> Command | None:
    """The text is kept as it is, but for the space around it and quotation marks around all."""
    start = opening.words[0].end
    for colon in list(_COLON.finditer(text, start))[:_COLONS_TRIED]:
        target, rest = shapes.take_target(words(text[start : colon.start()]))
        new = text[colon.end() :]
        if target and not rest and (target.isdecimal() or new[:1].isspace()):
            new = unquoted(new.strip(), opening.quotes)
            said = any(letter.isalnum() for letter in new)
            return Command(Verb.EDIT, (target,), text=new) if said else None
    return None
