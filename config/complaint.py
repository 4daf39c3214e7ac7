"""All faults of the config file, in one message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import Sentence, joined, marked
from config.problem import described, dotted
from config.secrets.redaction import looks_secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import ValidationError

    from config.problem import Loc

_MOST_SHOWN: Final = 30
_FAULTS: Final = frozenset(
    {
        marked("Invalid statement"),
        marked("Invalid value"),
        marked("Invalid date or datetime"),
        marked("Invalid hex value"),
        marked("Invalid initial character for a key part"),
        marked("Expected newline or end of document after a statement"),
        marked("Expected '=' after a key in a key/value pair"),
        marked("Expected ']' at the end of a table declaration"),
        marked("Expected ']]' at the end of an array declaration"),
        marked("Cannot overwrite a value"),
        marked("Unclosed array"),
        marked("Unclosed inline table"),
        marked("Unescaped '\\' in a string"),
        marked("Escaped character is not a Unicode scalar value"),
        marked("Unterminated string"),
    }
)
"""What tomllib says (`tomllib/_parser.py`)."""
_CITING: Final = (
    marked("Cannot declare {given} twice"),
    marked("Cannot mutate immutable namespace {given}"),
    marked("Cannot redefine namespace {given}"),
    marked("Duplicate inline table key {given}"),
    marked("Found invalid character {given}"),
    marked("Illegal character {given}"),
    marked("Expected {given}"),
)
_FAULT: Final = marked("{subject}: {said}")
_WHOLE: Final = marked("{path}: {what}. {remedy}")
_AT: Final = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), .*|end of document)\)", re.DOTALL
)


def not_toml(path: Path, error: ValueError) -> Sentence:
    """A message for a file that is not TOML. The line is named, never shown."""
    match = _AT.fullmatch(str(error))
    what = _fault(match["what"] if match else "")
    remedy = marked('Each line must be a [table] or key = value, with text in "quotes".')
    if match and match["line"]:
        sentence = marked("{path}, line {line}: {what}. {remedy}")
    else:
        sentence = marked("{path}, at its end: {what}. {remedy}") if match else _WHOLE
    line = match["line"] if match else None
    return Sentence(sentence, path=str(path), line=line, what=what, remedy=Sentence(remedy))


def _fault(said: str) -> Sentence:
    """What tomllib found; it may cite a secret, which is not shown."""
    if said in _FAULTS:
        return Sentence(said)
    for sentence in _CITING:
        start, _, end = sentence.partition("{given}")
        if said.startswith(start) and said.endswith(end) and not looks_secret(said):
            given = said[len(start) : len(said) - len(end)]
            keys = re.findall("'([^']*)'", given) if given.startswith("(") else []
            return Sentence(sentence, given=".".join(keys) or given)
    return Sentence(marked("This is not TOML"))


def not_settings(path: Path, error: ValidationError, data: Mapping[str, object]) -> Sentence:
    """A message for settings that cannot be used: each problem, in the order of the file."""
    found = error.errors(include_url=False)
    shown = sorted(found[:_MOST_SHOWN], key=lambda problem: _place(problem["loc"], data))
    problems = [
        Sentence(_FAULT, subject=dotted(problem["loc"]), said=described(problem))
        for problem in shown
    ]
    if len(found) == 1:
        return Sentence(_FAULT, subject=str(path), said=problems[0])
    head = Sentence(marked("{path} has {number} problems:"), path=str(path), number=len(found))
    if len(found) > _MOST_SHOWN:
        problems.append(Sentence(marked("and {number} more."), number=len(found) - _MOST_SHOWN))
    return joined(head, *problems, between="\n  ")


def _place(loc: Loc, data: object) -> tuple[int, ...]:
    """Where a key stands in the file. One that is missing stands after all others."""
    place = []
    for part in loc:
        if isinstance(data, dict):
            place.append(list(data).index(part) if part in data else len(data))
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            place.append(part)
            data = data[part]
    return tuple(place)
