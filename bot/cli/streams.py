"""Standard input and outputs that are closed, full, or read by nobody any more."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.cli.interruption import exit_code
from bot.cli.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


def prepare_streams() -> None:
    """Make the three streams fit for any text, and open those that the caller has closed.

    A character that the terminal's encoding lacks is replaced; it raises no error.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # `2>&-`: /dev/null takes the number of the closed one
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 (until the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


UNUSABLE: Final = 2
"""The exit code where a file or folder cannot be used, as for one that the config names."""


@contextmanager
def writable() -> Iterator[None]:
    """End the process, with a message, where the block cannot write its output or use a file.

    Raises:
        SystemExit: the reader has closed it, there is no space left, or a file cannot be used.
    """
    try:
        yield
    except BrokenPipeError:
        _drop(sys.stdout, sys.stderr)
        sys.exit(exit_code(signal.SIGPIPE))
    except OSError as problem:
        if problem.filename is None:
            _drop(sys.stdout)
        try:
            echo(f"terrasse: {_told(problem)}", err=True)
        except OSError:
            _drop(sys.stderr)  # nobody is left to be told
        sys.exit(1 if problem.filename is None else UNUSABLE)


def _told(problem: OSError) -> str:
    import click

    from bot.cli.layout import spoken_in
    from bot.domain.sentence import Sentence, marked, reason
    from bot.text.language.catalogue import catalogue

    words = catalogue(spoken_in(click.get_current_context(silent=True)))
    if problem.filename is not None:
        sentence = marked("{path} cannot be used: {why}.")
        return words.tell(Sentence(sentence, path=str(problem.filename), why=reason(problem)))
    return words.tell(Sentence(marked("the output cannot be written: {why}"), why=reason(problem)))


def _drop(*streams: IO[str]) -> None:
    """Discard what is still to be written, so that Python does not fail on it when it exits.

    Without /dev/null, as in a minimal container, it goes into a pipe that nobody reads.
    """
    for stream in streams:
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
        except OSError:
            _, nowhere = os.pipe()
        with suppress(OSError):  # it is no file of the operating system's
            os.dup2(nowhere, stream.fileno())
