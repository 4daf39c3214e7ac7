"""Messages about wrong usage and unexpected exceptions, cleaned before they are shown.

Both may cite a pasted argument or a server's answer: see `bot.domain.safety.outside`.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

import click

from bot.cli.layout import named, spoken_in, translator
from bot.cli.terminal import echo
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType


OF_CLICK: Final = (
    marked("{usage}Try {command} for help.\n\nError: {message}\n"),
    marked("Error: {message}\n"),
    marked("Missing argument {name}. Choose from:{choices}"),
    marked("Missing argument {name}."),
    marked("No such option {name}. Did you mean {other}?"),
    marked("No such option {name}. (Did you mean one of: {others}?)"),
    marked("No such option {name}."),
    marked("No such command {name}. Did you mean {other}?"),
    marked("No such command {name}."),
    marked("Option {name} does not take a value."),
    marked("Option {name} requires an argument."),
    marked("Got unexpected extra argument ({words})"),
    marked("Got unexpected extra arguments ({words})"),
    marked("Invalid value for {name}: {message}"),
    marked("{value} is not one of {choices}."),
    marked("{value} is not a valid integer."),
    marked("{value} is not a valid integer range."),
    marked("{value} is not in the range {range}."),
)
"""What click says of wrong usage. It has no catalogue of its own, and takes none of ours."""


_QUOTED: Final = "«\u00a0\\2\u00a0»"


def translated(text: str, say: Callable[[str], str]) -> str:
    """What click says, in another language; what it does not say, unchanged."""
    for sentence in OF_CLICK:
        parts = re.split(r"\{(\w+)\}", sentence)
        pattern = "".join(
            f"(?P<{part}>.*)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
        if found := re.fullmatch(pattern, text, re.DOTALL):
            values = {name: _value(name, value, say) for name, value in found.groupdict().items()}
            return say(sentence).format(**values)
    return text


def _value(name: str, value: str, say: Callable[[str], str]) -> str:
    if name == "message":
        return translated(value, say)
    if name == "usage":
        return value
    value = " ".join(value.split())
    return re.sub(r"""(['"])(.*?)\1""", _QUOTED, named(value, say) if name == "name" else value)


class Mistake(click.ClickException):
    """An exception of click's whose message is cleaned."""

    def __init__(self, problem: click.ClickException) -> None:
        from bot.domain.safety.outside import safe

        super().__init__(safe(problem.format_message(), lines=True))
        self.exit_code = problem.exit_code  # type: ignore[misc]
        self._problem = problem

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what is wrong, on standard error."""
        from bot.domain.safety.outside import safe

        shown = io.StringIO()
        self._problem.show(shown)
        language = spoken_in(getattr(self._problem, "ctx", None))
        said = shown.getvalue()
        if language != "en":
            said = translated(said, translator(language))
        if file is None:
            echo(said.rstrip("\n"), err=True)
        else:
            file.write(safe(said, lines=True))


@contextmanager
def cleaned() -> Iterator[None]:
    """Raise click's exceptions from the block as `Mistake`, so that they are cleaned."""
    try:
        yield
    except Mistake:
        raise
    except click.ClickException as problem:
        raise Mistake(problem) from problem


def watch_over() -> None:
    """Clean tracebacks from now on."""
    sys.excepthook = say_unforeseen


def clean_logs() -> None:
    """Clean the log records of libraries from now on."""
    import logging

    from bot.domain.safety.outside import safe

    class Cleaning(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return safe(super().format(record), lines=True)

    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Cleaning())


def say_unforeseen(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> None:
    """Write a traceback to standard error."""
    from traceback import format_exception

    echo("".join(format_exception(kind, problem, trace)).rstrip("\n"), err=True)
