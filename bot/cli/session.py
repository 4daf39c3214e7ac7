"""One call of the command line: its config, its context, and how it ends."""

from __future__ import annotations

import functools
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from bot.cli.terminal import echo
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from bot.errors import TerrasseError
    from bot.services.context import Context
    from config.models.settings import Settings

P = ParamSpec("P")


class Session:
    """What the subcommands share."""

    def __init__(self, config: str | None) -> None:
        self._config = config
        self._language: str | None = None
        self.received: list[int] = []
        """The signals that came while a subcommand ran: see `bot.cli.interruption`."""

    @property
    def language(self) -> str:
        """The config's, also while it cannot be used; where it does not tell, the terminal's."""
        if self._language is None:
            self._language = self._named_language() or spoken_language()
        return self._language

    @language.setter
    def language(self, language: str) -> None:
        self._language = language

    def _named_language(self) -> str | None:
        from bot.errors import ConfigError
        from config.find import language_of

        try:
            path = self.config_path()
            return None if path is None else language_of(path)
        except ConfigError:
            return None

    def config_path(self) -> Path | None:
        """The config file in use, if there is one.

        Raises:
            ConfigError: the one that was asked for is not there.
        """
        from pathlib import Path

        from config.find import find

        return find(None if self._config is None else Path(self._config), os.environ)

    def new_path(self) -> Path:
        """Where a config file is, or is to be made: the one in use, else in the usual folder.

        Raises:
            ConfigError: there is no home directory to put it into.
        """
        from pathlib import Path

        from bot.errors import ConfigError
        from config.find import NAME
        from config.paths import xdg_directory

        named = self._config or os.environ.get("TERRASSE_CONFIG")
        if named is not None:
            return Path(named).expanduser().absolute()
        folder = xdg_directory("XDG_CONFIG_HOME", ".config", os.environ)
        path = self.config_path() or (folder and folder / NAME)
        if path is None:
            raise ConfigError(
                marked(
                    "There is no home directory to put the config file into: name it by --config."
                )
            )
        return path.absolute()

    def existing_path(self) -> Path:
        """The config file in use.

        Raises:
            ConfigError: there is none.
        """
        from bot.errors import ConfigError

        path = self.config_path()
        if path is None:
            raise ConfigError(
                marked(
                    "There is no config file yet. To make one: terrasse init. To look at an "
                    "invented village first: terrasse demo"
                )
            )
        return path

    def settings(self, *, checks_secrets: bool = True) -> Settings:
        """The owner's settings; without `checks_secrets`, their secrets need not be there yet.

        Raises:
            ConfigError: there are none, or they cannot be used.
        """
        from config.load import load

        settings = load(self.existing_path(), checks_secrets=checks_secrets)
        self._language = settings.language
        return settings

    @asynccontextmanager
    async def context(self, settings: Settings | None = None) -> AsyncIterator[Context]:
        """The owner's context, open for the length of a block; of other `settings`, if given."""
        from bot.bootstrap import open_context

        async with open_context(settings or self.settings()) as context:
            yield context


def message_of(problem: TerrasseError, language: str) -> str:
    """The message of an error, in this language."""
    from bot.text.language.catalogue import catalogue

    return catalogue(language).tell(problem)


def spoken_language() -> str:
    """The language of the terminal, for commands without a config file: `en` or `fr`."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "fr" if spoken.startswith("fr") else "en"


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
            echo(f"terrasse: {message_of(problem, session.language)}", err=True)
            sys.exit(problem.exit_code)

    return click.pass_obj(run)
