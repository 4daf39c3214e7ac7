"""The time of a meeting in words, in both time zones if they differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_interval, format_skeleton, format_time

from bot.text.language import dates
from bot.text.language.catalogue import LANGUAGES, catalogue

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo


def said(at: datetime, zone: ZoneInfo, their_zone: ZoneInfo | None, language: str) -> str:
    """`Saturday 5 December at 12:30`, and their local time if it differs.

    `at` is UTC. In languages without a translation (used by the owner's templates) the format is
    that of Unicode's locale data (CLDR).

    Raises:
        babel.UnknownLocaleError: the language is unknown.
    """
    theirs = their_zone or zone
    if at.astimezone(zone).utcoffset() == at.astimezone(theirs).utcoffset():
        return _moment(at, zone, language)
    ours, their_time = _moment(at, zone, language), _as_seen(at, theirs, zone, language)
    if language in LANGUAGES:
        words = catalogue(language)
        return words.say("{moment} ({theirs} for you)", moment=ours, theirs=their_time)
    city = str(theirs).rpartition("/")[2].replace("_", " ")
    return f"{ours} ({city}: {their_time})"


def stay(first: date, last: date, language: str) -> str:
    """`from 12 to 14 December`, both days included.

    Raises:
        babel.UnknownLocaleError: the language is unknown.
    """
    if language in LANGUAGES:
        return dates.stay(first, last, catalogue(language))
    return format_interval(first, last, "MMMd", locale=language)


def names_time(text: str, at: datetime, zone: ZoneInfo) -> bool:
    """Whether a text names the local time of `at` in `zone`, in digits.

    `12:30`, `12.30`, `12 h 30` and `12h30` are equal; so are `14:00`, `14h` and `2 pm`. In doubt
    it does: any number that could be the hour counts.
    """
    local = at.astimezone(zone)
    hours = f"0?(?:{local.hour}|{local.hour % 12 or 12})"
    minutes = rf"\s?[:.h]?\s?{local.minute:02}" if local.minute else ""
    return re.search(rf"(?<!\d){hours}{minutes}(?!\d)", text, re.IGNORECASE) is not None


def locale_of(language: str) -> str:
    """The locale for a language.

    Raises:
        babel.UnknownLocaleError: the language is unknown.
    """
    return catalogue(language).locale if language in LANGUAGES else str(Locale(language))


def _as_seen(at: datetime, zone: ZoneInfo, from_zone: ZoneInfo, language: str) -> str:
    """The time in `zone`, with the day if it differs from that in `from_zone`."""
    there = at.astimezone(zone)
    if there.date() == at.astimezone(from_zone).date():
        return _time(there, language)
    return _moment(at, zone, language)


def _moment(at: datetime, zone: ZoneInfo, language: str) -> str:
    if language in LANGUAGES:
        return dates.moment(at, zone, catalogue(language))
    local = at.astimezone(zone)
    return f"{format_skeleton('MMMMEEEEd', local, locale=language)}, {_time(local, language)}"


def _time(local: datetime, language: str) -> str:
    if language in LANGUAGES:
        return dates.time_of(local.time(), catalogue(language))
    return format_time(local.time(), "short", locale=language)
