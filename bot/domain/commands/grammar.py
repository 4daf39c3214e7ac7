"""The grammar: a command is a verb, then what its table entry allows, and nothing else.

Any other text has no effect: "don't never 2", "should I snooze 2?" and "send 2 and 3" are not
commands.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.commands import shapes
from bot.domain.commands.command import Command
from bot.domain.commands.lexicon import (
    COURTESIES,
    find_verb,
    unglued,
    without_courtesy,
    without_lead,
)
from bot.domain.commands.tokens import QUESTION, Said, begun, ended, unquoted, words
from bot.domain.commands.verbs import VERBS, Effect, Entry, People, Rest, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.commands.lexicon import Found
    from bot.domain.commands.shapes import Fields, Words
    from bot.domain.commands.tokens import Word


def read(text: str) -> Command | None:
    """Parse a message to the bot; `None` if any word of it does not fit."""
    if len(text) > LONGEST:
        return None
    text = own_words(text)
    opening = begun(text)
    opening = replace(opening, words=without_lead(unglued(opening.words, text)))
    whole = ended(opening)
    found = find_verb(whole.words)
    if found is None:
        return None
    whole = replace(whole, words=without_courtesy(whole.words, found))
    if not _is_meant(text, whole, found):
        return None
    if found.entry.rest is Rest.TEXT:
        return _read_text(text, opening, found.verb)
    taken = shapes.take_people(found.entry.people, _arguments(whole.words, found))
    if taken is None:
        return None
    targets, rest = taken
    if targets and " ".join(word.plain for word in rest) in _FILLERS:
        rest = ()
    fields = _fields(found.entry.rest, rest, found.language, text)
    return None if fields is None else Command(**{"verb": found.verb, "targets": targets, **fields})


def read_rest(verb: Verb, text: str, language: str) -> Fields | None:
    """Parse what follows the verb and the people; `None` if the text does not fit.

    For the command line, which takes the verb and the people as separate arguments. What it has
    after a time can only be a place.
    """
    if len(text) > LONGEST:
        return None
    if VERBS[verb].rest is Rest.TEXT:
        return {"text": unquoted(text.strip(), "")} if _has_letters(text) else None
    whole = ended(Said(words=words(text)))
    if whole.asked or _is_asked_or_quoted(text, whole.words):
        return None
    fields = _fields(VERBS[verb].rest, whole.words, language, text)
    if fields is None and VERBS[verb].rest is Rest.MEETING:
        return _one_place(text, shapes.meeting(whole.words, language, place_follows=True))
    return fields


LONGEST: Final = 20_000
"""Letters. No network takes a longer message."""
_COLON: Final = re.compile(r"[:：]")  # noqa: RUF001 (people type it)
_COLONS_TRIED: Final = 4
"""A target may hold colons: a link does, and so does a host with a port."""
_MAY_HAVE_COLON: Final = {Rest.MEETING, Rest.PLACE, Rest.PERIOD}
_BEFORE_PERSON: Final[Mapping[Verb, set[str]]] = {
    Verb.PLANNED: {"with", "avec"},
    Verb.DRAFT: {"for", "pour"},
    Verb.SEND: {"to"},
    Verb.SENT: {"to"},
    Verb.WENT: {"to"},
}
"""Prepositions that may be between a verb and its person. A French "à 3" may be an hour."""
_FILLERS: Final = {"now", "right now", "already", "maintenant", "tout de suite", "deja"}
"""What changes nothing after a person: `send 1 now`."""
_QUOTE_ABOVE: Final = re.compile(
    r"\s*(?:@[\w.:@-]*\w:?\s+)*(?=(?:>|&gt;)[^\n]*\w)"
    r"(?:[^\S\n]*(?:>|&gt;)[^\n]*\n\s*)+(?![^\S\n]*(?:>|&gt;))"
)
"""Quoted lines, the first of them not empty, with a mention before them."""
QUOTED: Final = re.compile(r"^[^\S\n]*(?:>|&gt;)", re.MULTILINE)
JOINING: Final = {*shapes.JOINING, "then", "puis"}


def own_words(text: str) -> str:
    """The message without the lines of another that it quotes above the owner's own words."""
    above = _QUOTE_ABOVE.match(text)
    return text if above is None else text[above.end() :]


def _arguments(said: Words, found: Found) -> Words:
    """The words after the verb, without what may stand before a person or be a colon."""
    after = said[found.length :]
    before = after[0].plain if after else ""
    if before in _BEFORE_PERSON.get(found.verb, ()):
        after = after[1:]
    elif found.entry.effect is Effect.READS and before in shapes.THE:  # "send le 2": a date?
        after = after[1:] if shapes.take_target(after[1:])[0] else after
    return _without_colon(after) if found.entry.rest in _MAY_HAVE_COLON else after


def _without_colon(after: Words) -> Words:
    """These words without a colon after the first: `place 2: Kyoto`."""
    if len(after) > 1 and after[1].plain == ":":
        return (after[0], *after[2:])
    bare = after[0].plain.removesuffix(":") if len(after) > 1 else ""
    if bare.isdecimal() or shapes.is_home(bare):
        return (replace(after[0], plain=bare, written=bare), *after[1:])
    return after


def _is_meant(text: str, whole: Said, found: Found) -> bool:
    """False if the text is quoted, a question, a greeting or trails off."""
    verb, rest = whole.words[found.length - 1], whole.words[found.length :]
    names_somebody = bool(shapes.take_target(rest)[0])
    polite = whole.greeted or (whole.thanked and found.verb not in COURTESIES)
    if found.entry.strict and not names_somebody and polite:
        return False
    if found.entry.rest is Rest.TEXT:
        return True
    only_shown = found.entry.rest is Rest.FREQUENCY and not rest
    reads = found.entry.effect is Effect.READS or only_shown
    if whole.trailed and not reads and found.verb is not Verb.NOT_YET:
        return False
    if whole.asked and not reads:
        return False
    return not (rest and verb.comma) and not _is_asked_or_quoted(text, rest)


def _is_asked_or_quoted(text: str, rest: Sequence[Word]) -> bool:
    return any(QUESTION.search(word.plain) for word in rest) or QUOTED.search(text) is not None


def _fields(rest: Rest, words: Words, language: str, text: str) -> Fields | None:
    """Parse what follows the people; `text` is the whole text that the words come from."""
    return _one_place(text, _READERS[rest](words, language))


def _one_place(text: str, fields: Fields | None) -> Fields | None:
    """The fields; `None` if their place holds a second command."""
    if fields and fields.get("place") and _goes_on(text, fields["place"]):
        return None
    return fields


def _verb(words: Words, _language: str) -> Fields | None:
    """Nothing, or a verb: `help`, `help snooze`."""
    found = find_verb(words)
    if found is None:
        return None if words else {}
    return {"about": found.verb} if found.length == len(words) else None


_READERS: Final[Mapping[Rest, Callable[[Words, str], Fields | None]]] = {
    Rest.NOTHING: shapes.nothing,
    Rest.NUMBER: shapes.number,
    Rest.PERIOD: shapes.period,
    Rest.REPLY: shapes.reply,
    Rest.MEETING: shapes.meeting,
    Rest.PLACE: shapes.place,
    Rest.JOURNEY: shapes.journey,
    Rest.FREQUENCY: shapes.frequency,
    Rest.EVERYTHING: shapes.everything,
    Rest.VERB: _verb,
}
"""`Rest.TEXT` is missing: see `_read_text`."""


def _goes_on(text: str, place: str) -> bool:
    """Whether the text holds a second command, in the name of a place or after it."""
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
        ends = not after and _stands_alone(found.entry)
        named_so = found.verb in {Verb.PLACE, Verb.PAUSE}  # Place Hoche, Pause Café
        whole = begins and ends
        if shapes.take_target(after)[0] or whole or ((begins or ends) and not named_so):
            return True
    return False


def _stands_alone(entry: Entry) -> bool:
    """Whether the verb is usually written without anything after it."""
    needs_nobody = entry.people in {People.NONE, People.ONE_AT_MOST}
    return needs_nobody and entry.rest in {Rest.NOTHING, Rest.VERB, Rest.PERIOD}


def _read_text(text: str, opening: Said, verb: Verb) -> Command | None:
    """Parse a command with a text: `edit 2: Hi Alice`, `edit 2 "Hi Alice"`.

    The text is unchanged, but for space around it and quotation marks around the message.
    """
    start = opening.words[0].end
    for colon in list(_COLON.finditer(text, start))[:_COLONS_TRIED]:
        target, rest = shapes.take_target(words(text[start : colon.start()]))
        new = text[colon.end() :]
        if target and not rest and (target.isdecimal() or new[:1].isspace()):
            new = unquoted(new.strip(), opening.quotes)
            return Command(verb=verb, targets=(target,), text=new) if _has_letters(new) else None
    said = words(text[start:])
    target, rest = shapes.take_target(said)
    if target and rest and not opening.quotes:
        quoted = text[start + said[-len(rest) - 1].end :].strip()
        new = unquoted(quoted, "")
        if new != quoted and _has_letters(new):
            return Command(verb=verb, targets=(target,), text=new)
    return None


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
