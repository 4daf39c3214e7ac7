"""Parsers for what follows a verb; each returns `None` if the words do not fit."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.domain.commands import spoken
from bot.domain.commands.moment import Days, Moment
from bot.domain.commands.tokens import is_doubt
from bot.domain.commands.verbs import HOME, People
from bot.domain.schedule import Period, Unit, duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.commands.tokens import Word

    Words: TypeAlias = Sequence[Word]
    Fields: TypeAlias = Mapping[str, Any]
    """Fields of a `Command`."""

LONGEST_PLACE: Final = 100
"""Letters. A longer text is not the name of a place."""
MOST_OF_A_JOURNEY: Final = 30
"""Words. A longer text is not a town and days."""
_COUNTS_OF_PEOPLE: Final[Mapping[People, tuple[int, int]]] = {
    People.NONE: (0, 0),
    People.ONE: (1, 1),
    People.ONE_AT_MOST: (0, 1),
    People.ONE_OR_HOME: (1, 1),
    People.ONE_OR_TWO: (1, 2),
    People.TWO: (2, 2),
    People.SOME: (1, sys.maxsize),
}
"""The least and the most."""


def take_people(people: People, words: Words) -> tuple[tuple[str, ...], Words] | None:
    """The targets at the start of these words, and the words after them; `None` if too few."""
    least, most = _COUNTS_OF_PEOPLE[people]
    if people is People.ONE_OR_HOME:
        for length in (1, 2):
            if " ".join(word.plain for word in words[:length]) in _HOME:
                return (HOME,), words[length:]
    targets: list[str] = []
    while len(targets) < most:
        target, after = take_target(words)
        if not target:
            break
        targets.append(target)
        words = after
    return (tuple(targets), words) if len(targets) >= least else None


def nothing(words: Words, _language: str) -> Fields | None:
    """Nothing: `undo`."""
    return None if words else {}


def everything(words: Words, _language: str) -> Fields | None:
    """Nothing, or `everything`: `stop`, `stop everything`."""
    text = " ".join(word.plain for word in words)
    return {"everything": bool(words)} if not words or text in _EVERYTHING else None


def number(words: Words, _language: str) -> Fields | None:
    """A number, not a handle: `went 3`."""
    target, rest = take_target(words)
    return {"targets": (target,)} if target.isdecimal() and not rest else None


def period(words: Words, _language: str) -> Fields | None:
    """A duration, or nothing: `snooze 2 3w`, `snooze 2`."""
    span = _FOR.sub("", " ".join(word.plain for word in words))
    try:
        return {"period": duration(span) if words else None}
    except ValueError:
        return None


def reply(words: Words, _language: str) -> Fields | None:
    """Nothing, or `reply` for the shared thread: `send 2`, `send 2 reply`."""
    way = " ".join(word.plain for word in words)
    return {"in_reply": bool(words)} if not words or way in _IN_REPLY else None


def meeting(words: Words, language: str) -> Fields | None:
    """A time, with or without a place: `planned 2 saturday 12:30 Café X`."""
    read = spoken.moment([word.plain for word in words], day_first=language == "fr")
    if read is None:
        return None
    when, length = read
    said = " ".join(word.written for word in words[:length])
    where = words[length:]
    name = _place_name(where[1:] if where and where[0].plain in _AT else where)
    if where and name is None:
        return None
    return {"moment": Moment(when.day, when.at, said), "place": name}


def place(words: Words, _language: str) -> Fields | None:
    """A place: `place 2 Rennes`."""
    town = _town(words[1:] if len(words) > 1 and words[0].plain in _AT else words)
    return None if town is None else {"place": town}


def journey(words: Words, language: str) -> Fields | None:
    """A town and days: `trip Lyon 12-14 dec`."""
    if words and words[0].plain in _TO:
        words = words[1:]
    for start in range(1, len(words) if len(words) <= MOST_OF_A_JOURNEY else 0):
        plain = [word.plain for word in words[start:]]
        days = spoken.days(plain, day_first=language == "fr")
        town = _town(words[:start]) if days else None
        if days and town:
            said = " ".join(word.written for word in words[start:])
            return {"days": Days(days.first, days.last, said), "place": town}
    return None


def frequency(words: Words, _language: str) -> Fields | None:
    """A frequency, or nothing: `goal`, `goal 2 per month`, `goal 1 every 2 weeks`."""
    if not words:
        return {}
    found = _FREQUENCY.fullmatch(" ".join(word.plain for word in words))
    if found is None:
        return None
    times, count, span = _count(found["times"]), found["count"], found["span"]
    if span in _SPANS:
        return None if count else {"times": times, "period": _SPANS[span]}
    if not (count or found["all"]) and span.endswith("s") and span != "mois":
        return None  # "every weeks": a number is missing
    try:
        return {"times": times, "period": duration(f"{_count(count)}{span}")}
    except ValueError:
        return None


def take_target(words: Words) -> tuple[str, Words]:
    """The target at the start of these words, or an empty string; and the words after it."""
    if not words:
        return "", words
    first, rest = words[0], words[1:]
    if _NUMBER_MARK.fullmatch(first.plain) and rest and _NUMBER.fullmatch(rest[0].plain):
        return rest[0].plain, rest[1:]
    if found := _MARKED_NUMBER.fullmatch(first.plain):
        return found["number"], rest
    if _LINK.fullmatch(first.written):
        return first.written, rest
    if _HANDLE.fullmatch(first.written):
        return first.written.lower(), rest
    return "", words


_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_NUMBER_MARK: Final = re.compile(r"#|№|n[°º]|no\.|nr\.?|num\.?|number|numero")
_MARKED_NUMBER: Final = re.compile(rf"(?:#|№|n[°º]|no\.)?(?P<number>{_NUMBER.pattern})")
_LINK: Final = re.compile(r"https?://\S*[^\s.,;:!…]")
_HANDLE: Final = re.compile(
    r"@\w(?:[\w.-]*\w)?|@?\w[\w.-]*(?:@[\w.-]*\w(?::[0-9]+)?|\.[\w-]*[^\W\d_])"
)
_FOR: Final = re.compile(r"^(?:for|pendant|pour) ")
_TO: Final = {"to", "a"}
_HOME: Final = {HOME, "maison", "chez-moi", "chez moi"}
_AT: Final = {"at", "in", "a", "au", "@"}
_EVERYTHING: Final = {"everything", "all", "tout"}
_IN_REPLY: Final = {
    "reply",
    "as reply",
    "as a reply",
    "in reply",
    "reponse",
    "en reponse",
    "comme reponse",
}
_FREQUENCY: Final = re.compile(
    r"(?P<times>[1-9][0-9]?|one|two|three|une?|deux|trois)(?: (?:meetings?|rencontres?))?"
    r"(?: (?:per|an?|every|each|par|chaque|(?P<all>tou(?:te)?s les)|/) | ?/ ?)"
    r"(?:(?P<count>[1-9][0-9]?|two|three|four|deux|trois|quatre) ?)?(?P<span>[a-z]+)"
)
_COUNTS: Final = {
    **dict.fromkeys(("one", "un", "une"), 1),
    **dict.fromkeys(("two", "deux"), 2),
    **dict.fromkeys(("three", "trois"), 3),
    **dict.fromkeys(("four", "quatre"), 4),
}
_SPANS: Final = dict.fromkeys(("fortnight", "quinzaine"), Period(2, Unit.WEEK))
_NO_NAME: Final = re.compile(r"[;:·|/<>=]|\.\.|…|\b\d\d? ?h(?:\d\d)?\b|\d ?[ap]m\b", re.IGNORECASE)
"""Patterns that mean the text is not a place name."""


def _place_name(words: Words) -> str | None:
    """The name of a place; `None` if the words negate or hedge, or cannot be a place name."""
    name = " ".join(word.written + "," * word.comma for word in words).rstrip(",")
    if not words or len(name) > LONGEST_PLACE or not any(letter.isalpha() for letter in name):
        return None
    if any(is_doubt(word.plain) for word in words):
        return None
    return None if _NO_NAME.search(name) else name


def _town(words: Words) -> str | None:
    """The name of a place without digits."""
    name = _place_name(words)
    return None if name is None or any(letter.isdigit() for letter in name) else name


def _count(said: str | None) -> int:
    return _COUNTS.get(said or "one") or int(said or "1")
