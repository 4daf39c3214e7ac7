"""Dates as people say them. Instants are UTC; days are those of the owner's zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from bot.domain.schedule import Unit

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from zoneinfo import ZoneInfo

    from bot.domain.schedule import Period
    from bot.text.language.catalogue import Catalogue

_TIME = {"en": "HH:mm", "fr": "H\u00a0'h'\u00a0mm"}
A_WEEK = 7
A_MONTH = 31


def weekday(day: date, words: Catalogue) -> str:
    """`Sunday 6 December`."""
    return _first(format_date(day, "EEEE d MMMM", locale=words.locale), day, words)


def day_name(day: date, words: Catalogue) -> str:
    """`Sunday`."""
    return str(format_date(day, "EEEE", locale=words.locale))


def date_of(day: date, today: date, words: Catalogue) -> str:
    """`2 October`, with the year if it is not the current one."""
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return _first(format_date(day, pattern, locale=words.locale), day, words)


def month(day: date, words: Catalogue, *, in_full: bool = False) -> str:
    """`Dec`; `in_full`: `December 2026`."""
    return format_date(day, "LLLL y" if in_full else "LLL", locale=words.locale)


def moment(at: datetime, zone: ZoneInfo, words: Catalogue) -> str:
    """`Sunday 6 December at 18:00`, in local time of `zone`."""
    local = at.astimezone(zone)
    day, time = weekday(local.date(), words), time_of(local.time(), words)
    return words.say("{day} at {time}", day=day, time=time)


def time_of(at: time, words: Catalogue) -> str:
    """`18:00`; in French `18 h`, and `12 h 30`."""
    text = format_time(at, _TIME[words.language], locale=words.locale)
    return text.removesuffix("\u00a000")


def span(start: datetime, end: datetime, words: Catalogue) -> str:
    """`Sunday 6 December, 18:00 to 19:30`, from local times of one day."""
    return words.say(
        "{day}, {start} to {end}",
        day=weekday(start.date(), words),
        start=time_of(start.time(), words),
        end=time_of(end.time(), words),
    )


def ago(day: date, today: date, words: Catalogue) -> str:
    """`today`, `yesterday`, `4 days ago`, `3 weeks ago`, `2 months ago`."""
    days = (today - day).days
    if days <= 0:
        return words.say("today")
    if days == 1:
        return words.say("yesterday")
    if days < 2 * A_WEEK:
        return words.count("{n} day ago", "{n} days ago", days)
    if days < 2 * A_MONTH:
        return words.count("{n} week ago", "{n} weeks ago", days // A_WEEK)
    return words.count("{n} month ago", "{n} months ago", days // 30)


def on(day: date, today: date, words: Catalogue) -> str:
    """`today`, `yesterday`, `on Thursday` within a week, `on 2 October`."""
    days = (today - day).days
    if days <= 1:
        return ago(day, today, words)
    if days < A_WEEK:
        return words.say("on {weekday}", weekday=format_date(day, "EEEE", locale=words.locale))
    return words.say("on {date}", date=date_of(day, today, words))


def stay(first: date, last: date, words: Catalogue, today: date | None = None) -> str:
    """`on 12 December`, `from 12 to 14 December`, `from 28 December to 3 January`.

    Both days are included. The years are said if they are not that of `today`.
    """
    until = date_of(last, today or last, words)
    if first == last:
        return words.say("on {date}", date=until)
    same = (first.year, first.month) == (last.year, last.month)
    since = _first(str(first.day), first, words) if same else date_of(first, today or first, words)
    return words.say("from {first} to {last}", first=since, last=until)


def period(every: Period, words: Catalogue) -> str:
    """`every 2 weeks`, `every month`."""
    if every.unit is Unit.DAY:
        return words.count("every day", "every {n} days", every.count)
    if every.unit is Unit.WEEK:
        return words.count("every week", "every {n} weeks", every.count)
    return words.count("every month", "every {n} months", every.count)


def _first(text: str, day: date, words: Catalogue) -> str:
    # CLDR's French patterns have no ordinal, but the first of a month is "1er".
    if words.language == "fr" and day.day == 1:
        return "1er" if text == "1" else text.replace("1 ", "1er ", 1)
    return text
