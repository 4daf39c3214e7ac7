"""Parsers for what follows a verb; each returns `None` if the words do not fit."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.domain.commands import spoken
from bot.domain.commands.moment import Days, Moment
from bot.domain.commands.numerals import NUMBER_WORDS, NUMBERS
from bot.domain.commands.tokens import words as words_of
from bot.domain.commands.venue import place_name, venue
from bot.domain.commands.verbs import EVERYTHING, HOME, People
from bot.domain.schedule import Period, Unit, duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.commands.tokens import Word

    Words: TypeAlias = Sequence[Word]
    Fields: TypeAlias = Mapping[str, Any]
    """Fields of a `Command`."""

MOST_OF_A_JOURNEY: Final = 30
"""Words. A longer text is not a town and days."""
COUNTS_OF_PEOPLE: Final[Mapping[People, tuple[int, int]]] = {
    People.NONE: (0, 0),
    People.ONE: (1, 1),
    People.ONE_AT_MOST: (0, 1),
    People.ONE_OR_HOME: (1, 1),
    People.ONE_OR_EVERYTHING: (1, 1),
    People.ONE_OR_TWO: (1, 2),
    People.TWO: (2, 2),
    People.SOME: (1, sys.maxsize),
}
"""The least and the most."""


def take_people(people: People, words: Words) -> tuple[tuple[str, ...], Words] | None:
    """The targets at the start of these words, and the words after them; `None` if too few."""
    least, most = COUNTS_OF_PEOPLE[people]
    if people is People.ONE_OR_HOME:
        for length in (1, 2):
            if " ".join(word.plain for word in words[:length]) in _HOME:
                return (HOME,), words[length:]
    if people is People.ONE_OR_EVERYTHING and words and is_everything(words[0].plain):
        return (EVERYTHING,), words[1:]
    targets: list[str] = []
    if most > 1:
        words = _parted(words)
    while len(targets) < most:
        joined = targets and words and words[0].plain in JOINING
        target, after = take_target(words[1:] if joined else words)
        if not target or (people is People.ONE_AT_MOST and words[0].plain in _ANYBODY):
            break  # "no one" is nobody
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


def is_everything(word: str) -> bool:
    """Whether a word stands for all data: `everything`, `tout`."""
    return word in _EVERYTHING


def is_home(word: str) -> bool:
    """Whether a word stands for where the owner lives: `home`, `maison`."""
    return word in _HOME


def number(words: Words, _language: str) -> Fields | None:
    """A number, not a handle: `went 3`."""
    target, rest = take_target(words)
    return {"targets": (target,)} if target.isdecimal() and not rest else None


def period(words: Words, _language: str) -> Fields | None:
    """A duration, or nothing: `snooze 2 3w`, `snooze 2`."""
    span = _FOR.sub("", " ".join(word.plain for word in words))
    if found := _SPAN.fullmatch(span):
        if found["span"] in _SPANS:
            return {"period": _SPANS[found["span"]]} if _count(found["count"]) == 1 else None
        span = f"{_count(found['count'])}{found['span']}"
    try:
        return {"period": duration(span) if words else None}
    except ValueError:
        return None


def in_digits(number: str) -> str:
    """A number that was written in digits or in words."""
    return str(NUMBERS.get(number, number))


def loose_period(said: str) -> Period | None:
    """The duration that is meant by a text such as `for 6mo` or `un an`, for a suggestion."""
    found = SPAN_SAID.fullmatch(_FOR.sub("", said.casefold()))
    if found is None:
        return None
    count = int(found["digits"]) if found["digits"] else _count(found["words"])
    unit = found["unit"] or found["name"]
    per = _LOOSE_UNITS.get(unit) or _SPANS.get(unit)
    if per is not None:
        return Period(count * per.count, per.unit)
    try:
        return duration(f"{count}{unit}")
    except ValueError:
        return None


def reply(words: Words, _language: str) -> Fields | None:
    """Nothing, or `reply` for the shared thread: `send 2`, `send 2 reply`."""
    way = " ".join(word.plain for word in words)
    return {"in_reply": bool(words)} if not words or way in _IN_REPLY else None


def meeting(words: Words, language: str, *, place_follows: bool = False) -> Fields | None:
    """A time, with or without a place: `planned 2 saturday 12:30 Café X`.

    `place_follows`: what follows the time is a place, as after a comma.
    """
    if words and words[0].plain in _ON:
        words = words[1:]
    read = spoken.moment([word.plain for word in words], day_first=language == "fr")
    if read is None:
        return None
    when, length = read
    said = " ".join(word.written for word in words[:length])
    where = words[length:]
    after_comma = place_follows or words[length - 1].comma
    name = venue(where, after_comma=after_comma) if where else None
    if where and name is None:
        return None
    return {"moment": Moment(when.day, when.at, said), "place": name}


def place(words: Words, _language: str) -> Fields | None:
    """A place: `place 2 Rennes`."""
    town = _town(words[1:] if len(words) > 1 and words[0].plain in _AT else words)
    return None if town is None else {"place": town}


def journey(words: Words, language: str) -> Fields | None:
    """A town and days, or no trip there: `trip Lyon 12-14 dec`, `trip cancel Lyon`."""
    for is_last, mark in ((False, words[:1]), (True, words[-1:])):
        if len(words) > 1 and mark[0].plain in _CANCELLED:
            return _cancelled(words[:-1] if is_last else words[1:], language)
    return _journey(words, language)


def _cancelled(words: Words, language: str) -> Fields | None:
    """A town, with or without days, of a trip that is cancelled."""
    town = _town(words[1:] if words[0].plain in _TO else words)
    fields = _journey(words, language) or (None if town is None else {"place": town})
    return None if fields is None else {**fields, "cancelled": True}


def _journey(words: Words, language: str) -> Fields | None:
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
    number, rest = _take_number(words)
    if number or not words:
        return number, rest
    first, rest = words[0], words[1:]
    if _LINK.fullmatch(first.written):
        return first.written, rest
    if _HANDLE.fullmatch(first.written):
        return first.written.lower(), rest
    return "", words


def _take_number(words: Words) -> tuple[str, Words]:
    """A number in digits or in words: `2`, `n° 2`, `number two`, `le numéro 2`, `la 2`."""
    marks = int(bool(words) and words[0].plain in THE)
    is_numbered = len(words) > marks and _NUMBER_MARK.fullmatch(words[marks].plain) is not None
    marks += is_numbered
    if len(words) <= marks or (marks and not is_numbered and words[0].plain != "la"):
        return "", words
    plain = words[marks].plain
    found = None if plain in NUMBERS else _MARKED_NUMBER.fullmatch(plain)
    number = str(NUMBERS.get(plain, found["number"] if found else ""))
    return (number, words[marks + 1 :]) if number else ("", words)


_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_NUMBER_MARK: Final = re.compile(r"#|№|n[°º]|no\.|nr\.?|num\.?|number|numero")
_MARKED_NUMBER: Final = re.compile(rf"(?:#|№|n[°º]|no\.)?(?P<number>{_NUMBER.pattern})")
_LINK: Final = re.compile(r"(?:https?://|[\w.-]+\.\w+/(?:@|profile/))\S*[^\s.,;:!…]", re.IGNORECASE)
_HANDLE: Final = re.compile(
    r"@\w(?:[\w.-]*\w)?|@?\w[\w.-]*(?:@[\w.-]*\w(?::[0-9]+)?|\.[\w-]*[^\W\d_])"
)
_LOOSE_UNITS: Final = {
    **dict.fromkeys(("mo", "mos", "mth", "mths"), Period(1, Unit.MONTH)),
    **dict.fromkeys(("wk", "wks"), Period(1, Unit.WEEK)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), Period(12, Unit.MONTH)),
    **dict.fromkeys(("an", "ans", "annee", "annees"), Period(12, Unit.MONTH)),
}
"""Units that are not read as such, for suggestions."""
_UNIT: Final = (
    r"d|days?|j|jours?|w|wks?|weeks?|s|sem|semaines?|m|mos?|mths?|months?|mois|y|yrs?|years?|ans?"
    r"|annees?|fortnights?|quinzaines?|h|hrs?|hours?|heures?|min|mins|minutes?"
)
SPAN_SAID: Final = re.compile(
    rf"\b(?:(?P<digits>\d+) ?(?P<unit>{_UNIT})|(?P<words>an?|{NUMBER_WORDS}) (?P<name>{_UNIT}))\b"
)
"""A number with a unit, known or not."""
THE: Final = {"the", "le", "la"}
JOINING: Final = {"and", "et", "&", "+"}
_ANYBODY: Final = {"one", "un", "une"}
_PARTED: Final = re.compile(r"#?[1-9][0-9]?(?:,#?[1-9][0-9]?)+")
_FOR: Final = re.compile(r"^(?:for|in|pendant|pour|dans) ")
_ON: Final = {"for", "pour"}
"""Before a day: `planned 1 for tuesday 6pm`."""
_TO: Final = {"to", "a", "au", "aux", "in"}
_CANCELLED: Final = {
    *("cancel", "cancelled", "canceled", "off"),
    *("annule", "annuler", "annules", "annulee"),
}
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
    rf"(?P<times>[1-9][0-9]?|{NUMBER_WORDS})(?: (?:meetings?|rencontres?))?"
    r"(?: (?:per|an?|every|each|par|chaque|(?P<all>tou(?:te)?s les)|/) | ?/ ?)"
    rf"(?:(?P<count>[1-9][0-9]?|{NUMBER_WORDS}) ?)?(?P<span>[a-z]+)"
)
_SPAN: Final = re.compile(rf"(?P<count>an?|{NUMBER_WORDS}) (?P<span>[a-z]+)")
_SPANS: Final = dict.fromkeys(("fortnight", "quinzaine"), Period(2, Unit.WEEK))


def _parted(words: Words) -> Words:
    """These words with "1,2,3" as three words."""
    found: list[Word] = []
    for word in words:
        is_list = _PARTED.fullmatch(word.plain) is not None
        found += words_of(word.plain.replace(",", ", ")) if is_list else [word]
    return found


def _town(words: Words) -> str | None:
    """The name of a place without digits."""
    name = place_name(words)
    return None if name is None or any(letter.isdigit() for letter in name) else name


def _count(said: str | None) -> int:
    if said is None or said in {"a", "an"}:
        return 1
    return NUMBERS.get(said) or int(said)
