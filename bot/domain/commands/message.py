"""Parse a message to the bot, or suggest the command that it is close to."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.domain.commands import shapes, spoken
from bot.domain.commands.command import Command, Unclear
from bot.domain.commands.grammar import JOINING, QUOTED, own_words, read
from bot.domain.commands.lexicon import find_verb, vocabulary
from bot.domain.commands.numerals import NUMBER_WORDS
from bot.domain.commands.spelling import spell
from bot.domain.commands.tokens import begun, ended, is_doubt, words
from bot.domain.commands.verbs import VERBS, People, Rest, Verb, word_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.commands.lexicon import Found
    from bot.domain.commands.tokens import Word

LONGEST: Final = 200
"""Letters. A longer message is not a mistyped command."""
MOST: Final = 12
"""Words, for the same reason."""
CLOSE: Final = 0.7
"""Ratio of `difflib`: "sned" is close enough to "send", "hello" is not to "help"."""
SHORTEST: Final = 3
"""Letters. A shorter word is close to too many others."""


def understand(text: str) -> Command | Unclear:
    """Parse a message to the bot. A message that is not entirely a command has no effect."""
    return read(text) or Unclear(suggest(text))


def suggest(text: str) -> str | None:
    """The command closest to the text, in its usual spelling, if any is close."""
    lines = own_words(text)[: 2 * LONGEST].splitlines()
    own = "\n".join(line for line in lines if not QUOTED.match(line))
    said = ended(begun(_REQUEST.sub("", own))).words
    if not said or len(said) > MOST or len(own) > LONGEST:
        return None
    first, *rest = (word.written for word in said)
    for verb, after in _beginnings(first, rest):
        if any(is_doubt(word.plain) for argument in after for word in words(argument)):
            continue
        for attempt in _attempts(verb, after):
            found, command = find_verb(words(attempt)), read(attempt)
            if found is None or command is None:
                continue
            spelt = spell(command, found.language)
            if _keeps_numbers(said, command):
                return spelt
    return None


def _keeps_numbers(said: Sequence[Word], command: Command) -> bool:
    """Whether a command holds all numbers and times of the text. `help` needs none."""
    if command.verb is Verb.HELP:
        return True
    if command.moment is None and command.text is None and any(map(_is_time, said)):
        return False
    rest = " ".join(word.plain for word in said)
    if command.moment is None and command.text is None:
        for found in shapes.SPAN_SAID.finditer(rest):
            if (meant := shapes.loose_period(found.group())) is None or meant != command.period:
                return False
        rest = shapes.SPAN_SAID.sub(" ", rest)
    kept = set(_DIGITS.findall(" ".join((*command.targets, *command.args))))
    numbers = [shapes.in_digits(word) for word in _NUMBERS.findall(rest)]
    return all(number.lstrip("0") in kept or number in kept for number in numbers)


def _is_time(word: Word) -> bool:
    return spoken.names_day(word.plain) or word.plain in _UNTIL or word.plain.startswith("jusqu'")


@cache
def _near() -> Mapping[str, str]:
    """Words that are answered with a verb as a suggestion, normalised, each with that verb."""
    return {
        words(name)[0].plain: word_for(verb, language)
        for verb, entry in VERBS.items()
        for language, names in entry.near.items()
        for name in names
    }


_REQUEST: Final = re.compile(
    r"^\W*(?:(?:(?:can|could|would|will) you|(?:peux|pourrais|veux)[- ]tu|tu (?:peux|pourrais)"
    r"|(?:i want|i'd like) to|je veux)(?: please| stp)?\s+|merci\s+d(?:e\s+|['’]))",
    re.IGNORECASE,
)
_UNTIL: Final = {"until", "till", "since", "depuis", "apres", "after", "before", "avant"}
_NUMBERS: Final = re.compile(rf"\d+|\b(?:{NUMBER_WORDS})\b")
_DIGITS: Final = re.compile(r"\d+")
_GLUED: Final = re.compile(r"([^\W\d]+)[#:]?(\d+)")
_NUMBER: Final = re.compile(r"#?0?(\d{1,2})[.,;:!…]*")


def _beginnings(first: str, rest: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Verbs that may be meant, most likely first, each with the words after it."""
    found = find_verb(words(" ".join((first, *rest[:1]))))
    if found is not None:
        yield " ".join((first, *rest[: found.length - 1])), rest[found.length - 1 :]
    if glued := _GLUED.fullmatch(first):
        yield glued[1], (glued[2], *rest)
    if rest and _NUMBER.fullmatch(first) and find_verb(words(rest[0])) is not None:
        yield rest[0], (first, *rest[1:])
    plain = words(first)[0].plain
    if plain in _near():
        yield _near()[plain], rest
    elif found is None and len(plain) >= SHORTEST and not is_doubt(plain):
        for near in get_close_matches(plain[:LONGEST], vocabulary(), n=2, cutoff=CLOSE):
            yield near, rest


def _attempts(verb: str, rest: Sequence[str]) -> Iterator[str]:
    """Corrected texts to try as commands, most likely first."""
    tidy = [_NUMBER.sub(r"\1", word) if _NUMBER.fullmatch(word) else word for word in rest]
    tidy = [word for word in tidy if word.lower() not in JOINING]
    yield " ".join((verb, *rest))
    found = find_verb(words(verb))
    if found is None:
        return
    if found.entry.rest is Rest.TEXT and len(rest) > 1:
        yield f"{verb} {tidy[0]}: {' '.join(rest[1:])}"
    if found.entry.rest is Rest.PERIOD:
        yield from _with_period(verb, tidy, found)
    is_meeting = found.entry.rest is Rest.MEETING  # what is cut off may change the hour
    if is_meeting:
        yield from _with_comma(verb, rest, found)
    for length in range(0 if is_meeting else len(tidy), 0, -1):
        yield " ".join((verb, *tidy[:length]))
    if not found.entry.strict:
        yield verb
    if not rest or shapes.take_target(words(tidy[0] if tidy else ""))[0]:
        yield f"{word_for(Verb.HELP, found.language)} {verb}"


def _with_comma(verb: str, rest: Sequence[str], found: Found) -> Iterator[str]:
    """The verb with a comma between the time and what may be a place."""
    target, said = shapes.take_target(words(" ".join(rest)))
    read_so_far = spoken.moment([word.plain for word in said], day_first=found.language == "fr")
    if target and read_so_far is not None:
        when, where = said[: read_so_far[1]], said[read_so_far[1] :]
        moment = " ".join(word.written for word in when)
        yield f"{verb} {target} {moment}, {' '.join(word.written for word in where)}"


def _with_period(verb: str, rest: Sequence[str], found: Found) -> Iterator[str]:
    """The verb with the duration that is meant: `6mo` is `6m`, and `3` is `3w`."""
    people = rest[:1] if found.entry.people is not People.NONE else []
    said = " ".join(rest[len(people) :])
    period = shapes.loose_period(said)
    if period is not None:
        yield " ".join((verb, *people, f"{period.count}{period.unit[0]}"))
    elif people and _DIGITS.fullmatch(said):
        yield " ".join((verb, *people, f"{said}w"))
