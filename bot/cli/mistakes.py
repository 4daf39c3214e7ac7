"""Messages about wrong usage and unexpected exceptions, cleaned before they are shown.

Both may cite a pasted argument or a server's answer: see `bot.domain.safety.outside`.
"""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from bot.cli.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


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

        said = io.StringIO()
        self._problem.show(said)
        if file is None:
            echo(said.getvalue().rstrip("\n"), err=True)
        else:
            file.write(safe(said.getvalue(), lines=True))


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
