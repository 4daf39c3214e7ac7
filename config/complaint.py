"""All faults of the config file, in one message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from config.problem import described, dotted
from config.secrets.redaction import looks_secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import ValidationError

    from config.problem import Loc

_MOST_SHOWN: Final = 30
_AT: Final = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), .*|end of document)\)", re.DOTALL
)


def not_toml(path: Path, error: ValueError) -> str:
    """A message for a file that is not TOML. The line is named, never shown."""
    match = _AT.fullmatch(str(error))
    what = match["what"] if match and not looks_secret(match["what"]) else "This is not TOML"
    where = ", at its end" if match else ""
    if match and match["line"]:
        where = f", line {match['line']}"
    remedy = 'Each line must be a [table] or key = value, with text in "quotes".'
    return f"{path}{where}: {what.rstrip('.')}. {remedy}"


def not_settings(path: Path, error: ValidationError, data: Mapping[str, object]) -> str:
    """A message for settings that cannot be used: each problem, in the order of the file."""
    found = error.errors(include_url=False)
    shown = sorted(found[:_MOST_SHOWN], key=lambda problem: _place(problem["loc"], data))
    problems = [f"{dotted(problem['loc'])}: {described(problem)}" for problem in shown]
    if len(found) == 1:
        return f"{path}: {problems[0]}"
    more = [f"and {len(found) - _MOST_SHOWN} more."] if len(found) > _MOST_SHOWN else []
    return "\n  ".join([f"{path} has {len(found)} problems:", *problems, *more])


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
