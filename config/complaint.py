"""All that is wrong with the config file, as one message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from config.problem import described, dotted
from config.redaction import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import ValidationError

_AT: Final = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), .*|end of document)\)", re.DOTALL
)


def not_toml(path: Path, error: ValueError) -> str:
    """A message for a file that is not TOML. The line is named, never shown."""
    match = _AT.fullmatch(str(error))
    what = discreet(match["what"] if match else str(error)).rstrip(".")
    where = f"{path}, line {match['line']}" if match and match["line"] else str(path)
    return f'{where}: {what}. Each line must be a [table] or key = value, with text in "quotes".'


def not_settings(path: Path, error: ValidationError, data: Mapping[str, object]) -> str:
    """A message for settings that cannot be used: each problem, in the order of the file."""
    found = sorted(error.errors(include_url=False), key=lambda one: _place(one["loc"], data))
    problems = [f"{dotted(one['loc'])}: {described(one)}" for one in found]
    if len(problems) == 1:
        return f"{path}: {problems[0]}"
    return "\n  ".join([f"{path} has {len(problems)} problems:", *problems])


def _place(loc: tuple[str | int, ...], data: object) -> tuple[int, ...]:
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
