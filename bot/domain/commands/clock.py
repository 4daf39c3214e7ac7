"""Parse the time of a day as people say it: `18h30`, `6.30pm`, `half past six in the evening`.

An hour of twelve needs am, pm or a part of the day, in words or beside the day ("saturday
evening at 8"): "half past six" alone is not understood. Nothing is guessed from the hour.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from bot.domain.commands.numerals import NUMBER_WORDS, NUMBERS, any_of

if TYPE_CHECKING:
    import re

_NOON: Final = 12
_LAST_HOUR: Final = 23
_HOUR: Final = 60
"""Minutes."""
_LAST_UNSURE_HOUR: Final = 7
"""Up to 7:59, an hour without am, pm, h or a leading zero may be in the evening."""

_MINUTES: Final = {
    **dict.fromkeys(("demie", "demi", "half", "thirty", "trente"), 30),
    **dict.fromkeys(("quart", "quarter", "fifteen", "quinze"), 15),
    **dict.fromkeys(("five", "cinq"), 5),
    **dict.fromkeys(("ten", "dix"), 10),
    **dict.fromkeys(("twenty", "vingt"), 20),
    **dict.fromkeys(("twenty-five", "vingt-cinq"), 25),
    **dict.fromkeys(("forty-five", "quarante-cinq"), 45),
}
_PARTS: Final = {
    "morning": (range(5, 12), range(0)),
    "afternoon": (range(12, 19), range(1, 7)),
    "evening": (range(17, 24), range(5, 12)),
}
"""The hours of each part of the day: as they stand, and those that count from noon."""
PART_OF: Final = {
    "morning": "morning",
    "matin": "morning",
    "afternoon": "afternoon",
    "aprem": "afternoon",
    "apres-midi": "afternoon",
    "apres midi": "afternoon",
    **dict.fromkeys(("evening", "night", "tonight", "soir"), "evening"),
}
"""Words for a part of the day, each with its name in `_PARTS`."""

PART: Final = r"(?:morning|afternoon|evening|night|matin|apres[ -]midi|aprem|soir)"
"""A pattern for a part of the day."""

_COUNT: Final = rf"(?<=moins )(?:\d\d?|{any_of(_MINUTES)})"
_HALF: Final = r"[ap]\.?m\b\.?"
A_TIME: Final = (
    r"(?P<by>at |a |@ ?)?"
    r"(?:(?P<lead>half(?= past)|(?:a )?quarter|(?:five|ten|twenty|twenty-five)(?= past| minutes))"
    r"(?: minutes)? (?P<side>past|to) )?"
    r"(?:(?P<noon>(?:12 )?noon|midday|midi)|(?P<hour>\d\d?)(?:"
    r"(?P<h>(?: h | heures? |h)(?P<minute_h>\d\d)|(?: h| heures?|h))"
    rf"|[:.](?P<minute>\d\d)(?: ?(?P<half>{_HALF}))?"
    rf"|(?P<oclock> o'clock)?(?: ?(?P<half_alone>{_HALF}))?)"
    rf"|(?P<spelt>{NUMBER_WORDS})(?P<unit> heures?| o'clock)?(?: ?(?P<half_spelt>{_HALF}))?)"
    rf"(?: (?P<sign>et|moins)(?: le| un)? (?P<some>demie?|quart|{_COUNT})"
    rf"|(?P<more> (?:{any_of(_MINUTES)})))?"
    rf"(?P<of_time> (?:du|de l'|in the|at) ?{PART})?"
)
"""A pattern for the time of a day, for `clock_time`."""


def clock_time(found: re.Match[str]) -> time | None:
    """The time that `A_TIME` matched; `None` if it is ambiguous or not a time.

    The match may have the groups `of_day` and `now`, each with a part of the day.
    """
    hour = _hour(found)
    if hour is None:
        return None
    minutes = hour * _HOUR + int(found["minute"] or found["minute_h"] or 0)
    later = _later(found)
    if later is None or (later and minutes % _HOUR):
        return None
    minutes += later
    if not 0 <= minutes < 24 * _HOUR or int(found["minute"] or found["minute_h"] or 0) >= _HOUR:
        return None
    return time(*divmod(minutes, _HOUR))


def _hour(found: re.Match[str]) -> int | None:
    """The hour from 0 to 23; `None` if it may be two."""
    half = found["half"] or found["half_alone"] or found["half_spelt"]
    hour = _NOON if found["noon"] else NUMBERS.get(found["spelt"] or "") or int(found["hour"] or 0)
    if half:
        if not 1 <= hour <= _NOON or (hour == _NOON and half.startswith("a")):
            return None
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    parts = _parts(found)
    if len(parts) > 1 or hour > _LAST_HOUR:
        return None
    for part in parts:
        plain, after_noon = _PARTS[part]
        if hour in after_noon and not half:
            hour += _NOON
        elif hour not in plain:
            return None
    if half or found["noon"]:
        return hour
    return hour if parts and _is_marked(found) else _sure(found, hour)


def _sure(found: re.Match[str], hour: int) -> int | None:
    """The hour, if it is one of twenty-four without a part of the day."""
    if found["spelt"]:
        return hour if hour >= _NOON and found["unit"] else None
    if found["oclock"] or found["lead"] or found["some"]:
        return hour if hour >= _NOON else None
    if found["h"]:
        return hour
    if not found["minute"] or found["more"]:
        return None
    return None if len(found["hour"]) == 1 and hour <= _LAST_UNSURE_HOUR else hour


def _is_marked(found: re.Match[str]) -> bool:
    """Whether a number is meant as an hour: "saturday evening 12" may be the twelfth."""
    marks = ("by", "lead", "h", "minute", "oclock", "unit", "of_time", "some")
    return any(found[mark] for mark in marks)


def _parts(found: re.Match[str]) -> set[str]:
    """The parts of the day that the match names, each as a key of `_PARTS`."""
    groups = found.groupdict()
    said = [groups.get(name) or "" for name in ("of_time", "of_day", "now")]
    return {
        part
        for text in said
        for word, part in PART_OF.items()
        if text.endswith(word) and not (word == "night" and text.endswith("tonight"))
    }


def _later(found: re.Match[str]) -> int | None:
    """Minutes to add to the full hour, below zero for "to" and "moins"; `None`: not understood."""
    ways = [found["lead"], found["some"], found["more"]]
    if sum(way is not None for way in ways) > 1:
        return None
    if found["lead"]:
        count = _minutes(found["lead"].removeprefix("a "))
        return count if found["side"] == "past" else -count
    if found["some"]:
        return _minutes(found["some"]) * (-1 if found["sign"] == "moins" else 1)
    if found["more"]:
        is_full = found["noon"] or (found["unit"] and "heure" in found["unit"])
        return _minutes(found["more"].strip()) if is_full else None
    return 0


def _minutes(said: str) -> int:
    return _MINUTES.get(said) or int(said)
