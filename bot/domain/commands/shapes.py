"""What may stand after a verb: each shape reads those words, or says that they do not fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.domain import spoken
from bot.domain.commands.words import is_doubt
from bot.domain.moment import Days, Moment
from bot.domain.schedule import Period, Unit, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.commands.words import Word

    Words: TypeAlias = Sequence[Word]
    Shape: TypeAlias = Callable[[Words, str], Mapping[str, Any] | None]
    """Takes the words and the verb's language; returns the fields of a `Command`."""

LONGEST_PLACE: Final = 100
"""Letters. Whatever is longer tells a story."""
MOST_OF_A_JOURNEY: Final = 30
"""Words, likewise."""


def alone(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Nothing: `undo`."""
    return None if words else {}


def all_or_nothing(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Nothing, or that all of it is meant: `stop`, `stop everything`."""
    said = " ".join(word.plain for word in words)
    return {"everything": bool(words)} if not words or said in _EVERYTHING else None


def one(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Somebody: `never 2`."""
    target, rest = take_target(words)
    return {"targets": (target,)} if target and not rest else None


def one_or_none(words: Words, language: str) -> Mapping[str, Any] | None:
    """Somebody, or nobody where it is clear who is meant: `yes`, `yes 2`."""
    return one(words, language) if words else {}


def one_or_two(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Somebody, or two to compare: `why 1 2`."""
    return _between(1, 2, words)


def two(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Two who may be one: `same 2 5`."""
    return _between(2, 2, words)


def some(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Some people: `known 1 2 4`."""
    return _between(1, len(words), words)


def number(words: Words, language: str) -> Mapping[str, Any] | None:
    """A number, not a handle: `went 3`."""
    read = one(words, language)
    return read if read and read["targets"][0].isdecimal() else None


def one_for_a_while(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Somebody, and for how long: `snooze 2`, `snooze 2 3w`."""
    target, rest = take_target(words)
    if not target:
        return None
    span = _FOR.sub("", " ".join(word.plain for word in rest))
    try:
        period = duration(span) if rest else None
    except ValueError:
        return None
    return {"targets": (target,), "period": period}


def one_in_reply(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Somebody, and whether in the thread: `send 2`, `send 2 reply`."""
    target, rest = take_target(words)
    way = " ".join(word.plain for word in rest)
    if not target or (rest and way not in _IN_REPLY):
        return None
    return {"targets": (target,), "in_reply": bool(rest)}


def meeting(words: Words, language: str) -> Mapping[str, Any] | None:
    """Somebody, when, and perhaps where: `planned 2 saturday 12:30 Café X`."""
    target, rest = take_target(words)
    plain = [word.plain for word in rest]
    read = spoken.moment(plain, day_first=language == "fr") if target else None
    if read is None:
        return None
    when, length = read
    said = " ".join(word.written for word in rest[:length])
    where = rest[length:]
    place = _place(where[1:] if where and where[0].plain in _AT else where)
    if where and place is None:
        return None
    moment = Moment(when.day, when.at, said)
    return {"targets": (target,), "moment": moment, "place": place}


def one_somewhere(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Somebody and a town: `place 2 Rennes`."""
    target, rest = take_target(words)
    place = _town(rest)
    return {"targets": (target,), "place": place} if target and place else None


def journey(words: Words, language: str) -> Mapping[str, Any] | None:
    """A town and days: `trip Lyon 12-14 dec`."""
    if words and words[0].plain in _TO:
        words = words[1:]
    for start in range(1, len(words) if len(words) <= MOST_OF_A_JOURNEY else 0):
        plain = [word.plain for word in words[start:]]
        read = spoken.days(plain, day_first=language == "fr")
        place = _town(words[:start]) if read else None
        if read and place:
            said = " ".join(word.written for word in words[start:])
            return {"days": Days(read.first, read.last, said), "place": place}
    return None


def frequency(words: Words, _language: str) -> Mapping[str, Any] | None:
    """Nothing, or so many meetings in so much time: `goal 2 per month`, `goal 1 every 2 weeks`."""
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
    """The target that these words begin with, and the words after it; an empty one if none."""
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
"""It parts sentences or alternatives, stands in links, or is another time."""


def _between(least: int, most: int, words: Words) -> Mapping[str, Any] | None:
    targets = []
    while words:
        target, words = take_target(words)
        if not target:
            return None
        targets.append(target)
    return {"targets": tuple(targets)} if least <= len(targets) <= most else None


def _place(words: Words) -> str | None:
    """The name of a place: what tells of a doubt or of a second command is none."""
    name = " ".join(word.written + "," * word.comma for word in words).rstrip(",")
    if not words or len(name) > LONGEST_PLACE or not any(letter.isalpha() for letter in name):
        return None
    if any(is_doubt(word.plain) for word in words):
        return None
    return None if _NO_NAME.search(name) else name


def _town(words: Words) -> str | None:
    """The name of a town: no digit is in one."""
    name = _place(words)
    return None if name is None or any(letter.isdigit() for letter in name) else name


def _count(said: str | None) -> int:
    return _COUNTS.get(said or "one") or int(said or "1")
