"""`uninstall`: all that Terrasse keeps on this machine is deleted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command, message_of
from bot.cli.setup.signing_in import WHERE_TO_END
from bot.cli.terminal import REFUSED, confirmed, echo
from bot.domain.sentence import marked, reason
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap.sign_in import Place
    from bot.cli.session import Session
    from config.models.settings import Settings

_OURS: Final = frozenset({"sessions", "meetings", "terrasse"})
"""Folders that Terrasse makes."""
_SESSIONS: Final = ("*.json", "*.lock", "*.new")
_MEETINGS: Final = ("*@terrasse.ics", ".*@terrasse.ics.new")
"""Our files in a folder, which may be one of the owner's own."""


@click.command()
@click.option("--yes", is_flag=True, help="Delete it: do not ask.")
@command
async def uninstall(session: Session, *, yes: bool) -> None:
    """Delete all that Terrasse keeps on this machine: config, sign-ins, store.

    What was sent stays on the servers.
    """
    from bot.bootstrap import no_daemon
    from bot.bootstrap.sign_in import open_sign_ins, sessions_of
    from bot.errors import ImpossibleError, NetworkError

    settings = session.settings(checks_secrets=False)
    say = catalogue(settings.language).say
    config = session.existing_path().absolute()
    places, files = _places(settings), sorted(set(_files(settings, config)))
    for path in files:
        echo(str(path))
    if not yes:
        if not sys.stdin.isatty():
            raise ImpossibleError(marked("Nothing was deleted. Without a terminal, add --yes."))
        if not confirmed(say("Delete all of these? There is no way back."), yes=say("y")):
            echo(say("Nothing was deleted."))
            sys.exit(REFUSED)
    urls = [place.url for place in places if place.url]
    with no_daemon(settings) as store:
        async with open_sign_ins(urls, sessions_of(settings)) as sign_ins:
            for place in places:
                where = say(WHERE_TO_END[place.account.network], host=place.account.host)
                was_in = place.file.exists()
                try:
                    if not await sign_ins.out(place) and was_in:
                        echo(f"{place.account}: {where}")
                except NetworkError as problem:
                    echo(
                        f"{place.account}: {message_of(problem, settings.language)} {where}",
                        err=True,
                    )
        _delete(sorted({*files, *_files(settings, config)}))
    echo(say("All of these are deleted. What was sent stays on the servers."))
    if store is None:
        echo(say("The database stays too: drop it yourself."))


def _files(settings: Settings, config: Path) -> Iterator[Path]:
    """The files that Terrasse wrote, and the config file."""
    from bot.bootstrap import files_of_store
    from bot.bootstrap.sign_in import sessions_of
    from bot.cli.setup.answers import draft_of, olds_of
    from bot.regular_file import left_beside

    sessions = sessions_of(settings)
    meetings = settings.meetings.ics or sessions.with_name("meetings")
    yield config
    if config.is_symlink():
        yield config.resolve()
    yield from (path for path in (draft_of(config), *olds_of(config)) if path.exists())
    for place in _places(settings):
        yield from (path for path in (place.file, place.app) if path.exists())
        yield from (*left_beside(place.file), *left_beside(place.app))
    yield from (*left_beside(config.resolve()), *left_beside(draft_of(config)))
    yield from files_of_store(settings)
    for folder, patterns in ((sessions, _SESSIONS), (meetings, _MEETINGS)):
        for pattern in patterns:
            yield from (path for path in folder.glob(pattern) if path.is_file())
    if isinstance(settings.recipient, Path) and settings.recipient.exists():
        yield settings.recipient


def _places(settings: Settings) -> list[Place]:
    from bot.bootstrap.sign_in import place_of
    from config.secrets.reference import SecretKind

    return [
        place_of(access)
        for access in settings.accesses
        if access.secret is not None and access.secret.kind is SecretKind.FILE
    ]


def _delete(files: list[Path]) -> None:
    """Delete files, and the folders of ours that are empty then.

    Raises:
        ConfigError: one cannot be deleted; those before it are.
    """
    from bot.errors import ConfigError

    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(
                marked("{path} cannot be deleted: {why}."), path=path, why=reason(error)
            ) from None
    for folder in {path.parent for path in files if path.parent.name in _OURS}:
        if not any(folder.iterdir()):
            folder.rmdir()
