"""What is written to the terminal: the one place of the command line that writes at all.

All of it is cleaned by `bot.domain.safety.outside`, as it may cite a server, another person or a
pasted argument.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from bot.cli.interruption import ends_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO

_YES: Final = frozenset({"y", "yes", "o", "oui"})
_NO: Final = frozenset({"n", "no", "non"})
REFUSED: Final = 1
"""The exit code where whoever is asked for a confirmation says no; nothing was done."""
NO_ANSWER: Final = 2
"""The exit code where a question gets no answer, as the input has ended."""


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
    stream = sys.stderr if err else sys.stdout
    text = "".join(_shown(part) for part in parts)
    click.echo(text, file=stream, color=is_coloured(stream))


def echo_address(address: str, *, err: bool = True) -> None:
    """Write an address that we made, to be opened: it may look like a secret.

    What is no plain address is cleaned.
    """
    is_plain = re.fullmatch("https?://[!-~]+", address) is not None
    click.echo(address if is_plain else _shown(address), err=err)


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


def confirmed(
    question: str, *, default: bool = False, yes: str | None = None, may_end: bool = False
) -> bool:
    """Ask a question on standard error. True if the answer is yes; no answer (Ctrl-D) is a no.

    `yes` is the letter that is shown for it, that of the owner's language if not given; English
    and French answers are understood. Where the input `may_end`, Ctrl-D is no answer.

    Raises:
        SystemExit: there was a signal, such as Ctrl-C, or the input ended where it may.
    """
    from bot.domain.safety.outside import safe

    yes = yes or ("o" if _language() == "fr" else "y")
    choice = f"[{yes.upper()}/n]" if default else f"[{yes}/N]"
    while True:
        try:
            with _asking():
                said = click.prompt(
                    f"{safe(question)} {choice}",
                    default="",
                    show_default=False,
                    prompt_suffix=_suffix(),
                    err=True,
                )
        except click.Abort:
            if may_end:
                sys.exit(NO_ANSWER)
            return False
        answer = str(said).strip().lower()
        if not answer or answer in _YES | _NO:
            return answer in _YES if answer else default


def asked(question: str, *, default: str = "") -> str:
    """Ask for a line of text on standard error.

    Raises:
        SystemExit: there was a signal, such as Ctrl-C, or the input ended (Ctrl-D).
    """
    from bot.domain.safety.outside import safe

    try:
        with _asking():
            answer = click.prompt(
                safe(question),
                default=default,
                show_default=bool(default),
                prompt_suffix=_suffix(),
                err=True,
            )
    except click.Abort:
        sys.exit(NO_ANSWER)
    return str(answer).strip()


def asked_in_secret(question: str) -> str:
    """Ask for a secret: what is typed is not shown. Without a terminal, a line of the input.

    Raises:
        SystemExit: as `asked`.
    """
    from bot.domain.safety.outside import keep_secret, safe

    if sys.stdin.isatty():
        try:
            with _asking():
                answer = click.prompt(
                    safe(question),
                    default="",
                    show_default=False,
                    hide_input=True,
                    prompt_suffix=_suffix(),
                    err=True,
                )
        except click.Abort:
            sys.exit(NO_ANSWER)
    else:
        answer = sys.stdin.readline()
    secret = str(answer).strip()
    if secret:
        keep_secret(secret)
    return secret


def _suffix() -> str:
    """What follows a question: French has a space before a colon."""
    return "\u00a0: " if _language() == "fr" else ": "


def _language() -> str:
    """The language of the command that runs, as its session has it."""
    context = click.get_current_context(silent=True)
    return getattr(context and context.obj, "language", "en")


@contextmanager
def _asking() -> Iterator[None]:
    """Let a signal end a question at once, and leave its line."""
    try:
        with ends_at_once():
            yield
    except (click.Abort, SystemExit):
        click.echo(err=True)
        raise


def is_coloured(stream: IO[str]) -> bool:
    """Whether colours, bold and dim may be written to it.

    $NO_COLOR (https://no-color.org) forbids them, $FORCE_COLOR (https://force-color.org) wants
    them though it is no terminal; a terminal that is "dumb" shows none.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in {"", "0"}:
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _shown(part: str | Styled) -> str:
    from bot.domain.safety.outside import safe

    if isinstance(part, str):
        return safe(part, lines=True)
    return click.style(safe(part.text, lines=True), fg=part.fg, bold=part.bold, dim=part.dim)
