"""What is written to the terminal: the one place of the command line that writes at all.

Whatever is written goes through the door (`bot.domain.safety.outside`), as any of it may hold what
a server, a stranger or a pasted argument says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from bot.domain.safety.outside import safe, safe_value

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Styled:
    """A text in a colour (`fg`, as click names it), bold or dim."""

    text: str
    fg: str | None = None
    bold: bool | None = None
    dim: bool | None = None


Line = tuple[str | Styled, ...]
"""The parts of what is written as one line, in their order."""


def echo(*parts: str | Styled, err: bool = False) -> None:
    """Write a line, or a text of several, to standard output, or to standard error."""
    click.echo("".join(_shown(part) for part in parts), err=err)


def echo_json(value: object) -> None:
    """Write a value as JSON, for programs to read."""
    click.echo(json.dumps(safe_value(value, lines=True), ensure_ascii=False, indent=2))


def echo_json_line(value: Mapping[str, object], *, typed: Mapping[str, str]) -> None:
    """Write an object as a line of JSON, with what the caller `typed` given back unchanged.

    In ASCII: neither a terminal nor a reader of lines can change or part a text in it.
    """
    clean = {name: safe_value(text, lines=True) for name, text in value.items()}
    click.echo(json.dumps({**clean, **typed}))


def confirmed(question: str) -> bool:
    """Ask, on standard error, and whether the answer is yes."""
    return click.confirm(safe(question), err=True)


def _shown(part: str | Styled) -> str:
    if isinstance(part, str):
        return safe(part, lines=True)
    return click.style(safe(part.text, lines=True), fg=part.fg, bold=part.bold, dim=part.dim)
