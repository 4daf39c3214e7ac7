"""What is written to the terminal: the one place of the command line that writes at all.

All of it is cleaned by `bot.domain.safety.outside`, as it may cite a server, another person or a
pasted argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class Styled(NamedTuple):
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
    import json

    from bot.domain.safety.outside import safe_value

    click.echo(json.dumps(safe_value(value, lines=True), ensure_ascii=False, indent=2))


def echo_json_line(value: Mapping[str, object], *, typed: Mapping[str, str]) -> None:
    """Write an object as a line of JSON, with what the caller `typed` given back unchanged.

    It is in ASCII, so that neither a terminal nor a reader of lines changes or splits a text.
    """
    import json

    from bot.domain.safety.outside import safe_value

    clean = {name: safe_value(text, lines=True) for name, text in value.items()}
    click.echo(json.dumps({**clean, **typed}))


def confirmed(question: str) -> bool:
    """Ask a question on standard error. True if the answer is yes."""
    from bot.domain.safety.outside import safe

    return click.confirm(safe(question), err=True)


def _shown(part: str | Styled) -> str:
    from bot.domain.safety.outside import safe

    if isinstance(part, str):
        return safe(part, lines=True)
    return click.style(safe(part.text, lines=True), fg=part.fg, bold=part.bold, dim=part.dim)
