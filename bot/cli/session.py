"""One call of the command line: its config, its context, and how it ends."""

from __future__ import annotations

import functools
import os
import sys
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from bot.cli.terminal import echo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from pathlib import Path

    from bot.services.context import Context
    from config.models.settings import Settings

P = ParamSpec("P")


class Session:
    """What the subcommands share."""

    def __init__(self, config: str | None) -> None:
        self._config = config
        self.received: list[int] = []
        """The signals that came while a subcommand ran: see `bot.cli.interruption`."""

    def config_path(self) -> Path | None:
        """The config file in use, if there is one.

        Raises:
            ConfigError: the one that was asked for is not there.
        """
        from pathlib import Path

        from config.load import find

        return find(None if self._config is None else Path(self._config), os.environ)

    def settings(self) -> Settings:
        """The owner's settings.

        Raises:
            ConfigError: there are none, or they cannot be used.
        """
        from bot.errors import ConfigError
        from config.load import load

        path = self.config_path()
        if path is None:
            message = (
                "There is no config file yet. Copy config/example.toml to terrasse.toml and name "
                "your accounts in it, or look at the invented village first: terrasse demo"
            )
            raise ConfigError(message)
        return load(path)

    @asynccontextmanager
    async def context(self) -> AsyncIterator[Context]:
        """The owner's context, open for the length of a block.

        Raises:
            UserError: what was asked in the block is impossible, in the owner's language.
        """
        from bot.bootstrap import open_context

        settings = self.settings()
        async with open_context(settings) as context:
            with translated(settings.language):
                yield context


@contextmanager
def translated(language: str) -> Iterator[None]:
    """Say what is impossible in the owner's language.

    Raises:
        UserError: what was asked in the block is impossible.
    """
    from bot.errors import ImpossibleError, UserError
    from bot.text.language.catalogue import catalogue

    try:
        yield
    except ImpossibleError as problem:
        said = catalogue(language).say(problem.sentence, **problem.values)
        raise UserError(said) from problem


def command(
    body: Callable[Concatenate[Session, P], Coroutine[None, None, None]],
) -> Callable[P, None]:
    """Run a coroutine as a subcommand; a known failure becomes one message and an exit code."""

    @functools.wraps(body)
    def run(session: Session, /, *args: P.args, **options: P.kwargs) -> None:
        from bot.cli.interruption import run as run_to_end
        from bot.errors import TerrasseError

        try:
            run_to_end(body(session, *args, **options), session.received)
            sys.stdout.flush()
        except TerrasseError as problem:
            echo(f"terrasse: {problem}", err=True)
            sys.exit(problem.exit_code)

    return click.pass_obj(run)
