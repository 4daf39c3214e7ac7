"""The harmless keys of the config file as a form: how they stand, and what an answer changes.

An answer that is the same as what was shown changes nothing, however the file writes it. All others
are checked by the config's own models before anything is written.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from starlette.exceptions import HTTPException

from bot.bootstrap import wishes_of
from bot.domain.meeting.slot import Priority
from bot.domain.safety.outside import safe
from bot.domain.sentence import Sentence, marked
from config.editing import edited
from config.load import parse, read
from config.models.moment import WEEKDAYS
from config.models.settings import Settings
from config.parsed import Origin
from config.problem import described, dotted
from config.writing import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import time
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from bot.services.context import Wishes
    from bot.text.language.catalogue import Catalogue
    from config.editing import Key, Slot

BLANK_SLOTS: Final = 2
"""Empty rows of the form, for new slots."""
MOST_FIELDS: Final = 600
"""As many as a week has room for."""
_SEEN: Final = "seen"
_SLOT: Final = ("day", "from", "to", "for", "priority")
_FIELDS: Final[Mapping[Key, tuple[str, ...]]] = {
    ("language",): ("language",),
    ("digest", "every"): ("every_count", "every_unit"),
    ("digest", "at"): ("at_day", "at_time"),
    ("goal", "meetings"): ("goal_meetings",),
    ("goal", "every"): ("goal_count", "goal_unit"),
    ("meetings", "places"): ("places",),
    ("places", "home"): ("home",),
    ("places", "reach"): ("reach",),
}
"""The keys, and the fields of the form that each is said by. Slots are apart: several of each."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_EN, _FR = list(WEEKDAYS)[:7], list(WEEKDAYS)[7:]
_MIDNIGHT: Final = "00:00"


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in the form: one text for each field, and rows of slots."""

    fields: Mapping[str, str]
    slots: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with an answer: by key, by row and part of a slot, and the rest."""

    keys: dict[str, str] = field(default_factory=dict)
    slots: dict[tuple[int, str], str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.keys) + len(self.slots) + len(self.others)

    def told(self, words: Catalogue) -> Problems:
        """The same in the owner's language."""
        return Problems(
            keys={key: words.tell(said) for key, said in self.keys.items()},
            slots={part: words.tell(said) for part, said in self.slots.items()},
            others=[words.tell(said) for said in self.others],
        )


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The config file as it was read, and what it says."""

    path: Path
    content: bytes
    settings: Settings

    @classmethod
    def read(cls, path: Path) -> ConfigFile:
        """Read the file; that secrets are where it says is not checked.

        Raises:
            ConfigError: it cannot be read or used.
        """
        content = read(path)
        return cls(path, content, parse(content, path, checks_secrets=False))

    @property
    def mark(self) -> str:
        """A fingerprint of what stands in the file."""
        return sha256(self.content).hexdigest()

    @property
    def values(self) -> Values:
        """How the form shows it."""
        return values_of(wishes_of(self.settings))


def values_of(wishes: Wishes) -> Values:
    """What the form shows of these."""
    schedule, goal = wishes.schedule, wishes.goal
    weekday = schedule.at.weekday
    fields = {
        "language": wishes.words.language,
        "every_count": str(schedule.every.count),
        "every_unit": schedule.every.unit.value,
        "at_day": "" if weekday is None else str(weekday),
        "at_time": _time(schedule.at.at),
        "goal_meetings": str(goal.meetings),
        "goal_count": str(goal.every.count),
        "goal_unit": goal.every.unit.value,
        "places": "\n".join(map(_line, wishes.places)),
        "home": _line(wishes.home),
        "reach": f"{wishes.reach:g}",
    }
    rows = [
        {
            "day": str(window.weekday),
            "from": _time(window.start),
            "to": _time(window.end),
            "for": _line(window.label),
            "priority": window.priority.name.lower(),
        }
        for window in wishes.windows
    ]
    return Values(fields, rows)


def answered(form: Mapping[str, Sequence[str]], shown: Values) -> tuple[str, Values]:
    """The mark and the values of a form that was sent.

    Raises:
        HTTPException: it has other fields than the form, or fewer.
    """
    columns = {name: form.get(f"slot_{name}", ()) for name in _SLOT}
    lengths = {len(column) for column in columns.values()}
    singles = {_SEEN, *(name for names in _FIELDS.values() for name in names)}
    known = singles | {f"slot_{name}" for name in _SLOT if columns[name]}
    is_whole = form.keys() == known and all(len(form[name]) == 1 for name in singles)
    if not is_whole or len(lengths) != 1 or lengths.pop() < len(shown.slots):
        raise HTTPException(400)
    fields = {name: form[name][0] for name in singles - {_SEEN, "places"}}
    fields = {name: _line(text) for name, text in fields.items()}
    fields["places"] = "\n".join(filter(None, map(_line, form["places"][0].split("\n"))))
    rows = [
        {name: _line(text) for name, text in zip(_SLOT, row, strict=True)}
        for row in zip(*columns.values(), strict=True)
    ]
    return form[_SEEN][0], Values(fields, rows)


def save(file: ConfigFile, asked: Values) -> Problems | None:
    """Write what was asked for into the file; what is wrong with it, if anything is.

    Raises:
        ImpossibleError: the file cannot be written, or not without losing something else of it.
    """
    shown = file.values
    values = {
        key: _value(key, [asked.fields[name] for name in names])
        for key, names in _FIELDS.items()
        if any(asked.fields[name] != shown.fields[name] for name in names)
    }
    text = file.content.decode("utf-8-sig")
    mark = b"\xef\xbb\xbf" if file.content.startswith(b"\xef\xbb\xbf") else b""
    slots = _slots(asked.slots, shown.slots, tomllib.loads(text).get("slot", []), file.settings)
    rows = [number for number, slot in enumerate(slots) if slot is not None]
    after = edited(text, values, slots)
    try:
        origin = Origin(file.path.absolute().parent, checks_secrets=False)
        Settings.model_validate(tomllib.loads(after), context=origin)
    except ValidationError as error:
        return _problems(error.errors(include_url=False), rows)
    if after != text:
        replace(file.path, file.content, mark + after.encode())
    return None


def _value(key: Key, said: Sequence[str]) -> object:
    """What the file is to hold; `None` for no such key."""
    first = said[0]
    if key[-1] == "every":
        return f"{first} {said[1]}{'' if first == '1' else 's'}"
    if key[-1] == "at":
        return f"{_weekday(first, 'en')} {said[1]}".strip()
    if key == ("meetings", "places"):
        return first.split("\n") if first else []
    if key == ("places", "home"):
        return first or None
    return int(first) if key[-1] in {"meetings", "reach"} and _NUMBER.fullmatch(first) else first


def _slots(
    asked: Sequence[Mapping[str, str]],
    shown: Sequence[Mapping[str, str]],
    written: Sequence[Slot],
    settings: Settings,
) -> list[Slot | None]:
    """The tables that the rows ask for; `None` for one to remove, and for an empty row."""
    tables: list[Slot | None] = []
    for number, row in enumerate(asked):
        before = shown[number] if number < len(shown) else {}
        table = dict(written[number]) if before else {}
        if any(row[name] != before.get(name, "") for name in ("day", "from", "to")):
            end = "24:00" if row["to"] == _MIDNIGHT else row["to"]
            table["when"] = f"{_weekday(row['day'], settings.language)} {row['from']}-{end}"
        if row["for"] != before.get("for", ""):
            table.pop("for", None)
            table |= {"for": row["for"]} if row["for"] else {}
        if row["priority"] != before.get("priority", Priority.GOAL.name.lower()):
            table["priority"] = row["priority"]
        is_one = row["day"] != "" or (not before and (row["for"] or row["from"] or row["to"]))
        tables.append(table if is_one else None)
    return tables


def _problems(errors: Sequence[ErrorDetails], rows: Sequence[int]) -> Problems:
    found = Problems()
    names = {".".join(key) for key in _FIELDS}
    for error in errors:
        place, said = error["loc"], described(error)
        key = ".".join(str(part) for part in place[:2])
        if place[0] == "slot" and len(place) > 2 and isinstance(place[1], int):  # noqa: PLR2004
            found.slots[rows[place[1]], str(place[2])] = said
        elif key in names:
            found.keys[key] = said
        else:
            subject = dotted(place)
            found.others.append(Sentence(marked("{subject}: {said}"), subject=subject, said=said))
    return found


def _weekday(number: str, language: str) -> str:
    names = _FR if language == "fr" else _EN
    return names[int(number)] if number in map(str, range(7)) else number


def _time(at: time) -> str:
    return f"{at:%H:%M}"


def _line(text: str) -> str:
    """The text on one line, as the page shows it."""
    return " ".join(safe(text, isolates=True).split())
