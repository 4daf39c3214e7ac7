"""Parse days and times as people write them, in English and French.

The results are not instants: "saturday 12:30" needs the present time and a time zone. Ambiguous
texts are rejected: 12/5 in English, 3:00 without am or pm, half past six without "in the evening",
midnight, next saturday. The words are expected in lower case, without accents and commas.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.domain.commands.clock import A_TIME, PART, PART_OF, clock_time
from bot.domain.commands.moment import Day, Days, Moment
from bot.domain.commands.numerals import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

A_LEAP_YEAR: Final = 2000
"""A year with all days, 29 February included."""


def moment(words: Sequence[str], *, day_first: bool) -> tuple[Moment, int] | None:
    """The moment at the start of these words, and the number of words that it takes.

    `day_first`: 5/12 is in December, as in French. A French time such as 12h implies the same.
    Otherwise such a date is accepted only if it is unambiguous.
    """
    line = " ".join(words)
    for pattern in (_DAY_TIME, _TIME_DAY):
        found = pattern.match(line)
        if found is None:
            continue
        at = clock_time(found)
        day = _day(found, "", day_first=day_first or found["h"] is not None)
        if at is not None and day is not None:
            return Moment(day, at), len(found.group().split())
    return None


def days(words: Sequence[str], *, day_first: bool) -> Days | None:
    """The range of days that all these words name."""
    found = _DAYS.fullmatch(" ".join(words))
    if found is None:
        return None
    if found["from"]:
        month, year = _MONTHS[found["month"]], int(found["year"]) if found["year"] else None
        first, last = (_dated(int(found[name]), month, year) for name in ("from", "to"))
        if int(found["from"]) > int(found["to"]):
            return None
    else:
        first = _day(found, "1", day_first=day_first)
        last = _day(found, "2", day_first=day_first) if found["second"] else first
    if first is None or last is None:
        return None
    return Days(first, last)


def names_day(plain: str) -> bool:
    """Whether a word is a day, a month or a part of the day."""
    return any(plain in known for known in (_WEEKDAYS, _MONTHS, _AHEAD, PART_OF))


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "mon monday lun lundi",
            "tue tues tuesday mardi",
            "wed weds wednesday mer mercredi",
            "thu thur thurs thursday jeu jeudi",
            "fri friday ven vendredi",
            "sat saturday sam samedi",
            "sun sunday dim dimanche",
        )
    )
    for name in names.split()
}
_AHEAD: Final = {
    "today": 0,
    "aujourd'hui": 0,
    "tomorrow": 1,
    "demain": 1,
    "apres-demain": 2,
    "apres demain": 2,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
}


def _a_day(mark: str) -> str:
    """A pattern for one day; its groups' names end in `mark`."""

    def group(name: str, pattern: str) -> str:
        return f"(?P<{name}{mark}>{pattern})"

    def year(name: str, before: str) -> str:
        return f"(?:{before}{group(name, _YEAR)})?"

    month = rf"(?:{any_of(_MONTHS)})\b\.?"
    weekday = rf"{group('{}', any_of(_WEEKDAYS))}\b\.?"
    dated = "|".join(
        (
            rf"{group('number', _NUMBER)}{_TH} (?:of )?{group('month', month)}{year('year', ' ')}",
            rf"{group('before', month)} {group('after', _NUMBER)}{_TH}{year('year_after', ' ')}",
            rf"{group('one', _DIGITS)}/{group('two', _DIGITS)}{year('year_slash', '/')}",
        )
    )
    named = "|".join(
        (
            group("ahead", any_of(_AHEAD)),
            group("iso", rf"{_YEAR}-\d\d-\d\d"),
            rf"(?:{weekday.format('weekday')} )?{_THE}(?:{dated})",
            rf"(?:le |the ){group('only', _NUMBER)}{_TH}(?! h)",
            rf"{weekday.format('alone')}(?: {_THE}{_NOT_NOON}{group('bare', _NUMBER)}{_TH})?",
        )
    )
    return rf"(?:on |le |this |ce )?(?:{named})"


_YEAR: Final = r"20\d\d"
_NUMBER: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DIGITS: Final = r"\d\d?"
_TH: Final = r"(?:st|nd|rd|th|er)?"
_THE: Final = r"(?:the |le )?"
_NOT_NOON: Final = r"(?!12 (?:noon|midday|midi))"
_NOW: Final = rf"tonight|(?:this|cet?|cette) {PART}"
_DAY: Final = rf"(?:{_a_day('')}(?: (?P<of_day>{PART}))?|(?P<now>{_NOW}))"
_DAY_TIME: Final = re.compile(rf"{_DAY}[ t]{A_TIME}(?= |$)")
_TIME_DAY: Final = re.compile(rf"{A_TIME} {_DAY}(?= |$)")
_MONTH: Final = rf"(?:{any_of(_MONTHS)})"
_TO: Final = r"(?: ?[-–] ?| to | au | until )"
_DAYS: Final = re.compile(
    r"(?:from |du )?(?:"
    rf"(?P<from>{_NUMBER}){_TH}{_TO}(?P<to>{_NUMBER}){_TH} (?P<month>{_MONTH})\.?"
    rf"(?: (?P<year>{_YEAR}))?"
    rf"|{_a_day('1')}(?P<second>(?:{_TO}| ){_a_day('2')})?)"
)


def _day(found: re.Match[str], mark: str, *, day_first: bool) -> Day | None:
    groups = {name.removesuffix(mark): said for name, said in found.groupdict().items() if said}
    if "ahead" in groups or "now" in groups:
        return Day(ahead=_AHEAD[groups.get("ahead", "today")])
    if "iso" in groups:
        year, month, number = map(int, groups["iso"].split("-"))
        return _dated(number, month, year)
    if "alone" in groups or "only" in groups:
        bare = groups.get("bare") or groups.get("only")
        weekday = _WEEKDAYS[groups["alone"]] if "alone" in groups else None
        return Day(weekday=weekday, number=int(bare) if bare else None)
    year_said = groups.get("year") or groups.get("year_after") or groups.get("year_slash")
    weekday = _WEEKDAYS[groups["weekday"]] if "weekday" in groups else None
    if "one" in groups:
        number, month = int(groups["one"]), int(groups["two"])
        other_way = _dated(month, number, None) is not None and month != number
        if not day_first and other_way:
            if _dated(number, month, None) is not None:
                return None
            number, month = month, number
    else:
        number = int(groups.get("number") or groups["after"])
        month = _MONTHS[(groups.get("month") or groups["before"]).rstrip(".")]
    return _dated(number, month, int(year_said) if year_said else None, weekday)


def _dated(number: int, month: int, year: int | None, weekday: int | None = None) -> Day | None:
    """The day, or `None` if it does not exist in its year, or in any year."""
    try:
        date(year or A_LEAP_YEAR, month, number)
    except ValueError:
        return None
    return Day(None, weekday, number, month, year)
