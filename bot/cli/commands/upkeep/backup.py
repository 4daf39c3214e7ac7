"""`backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@command
async def backup(session: Session, *, file: Path) -> None:
    """Copy the store to a new FILE; a daemon may run meanwhile.

    The config file, secrets and .ics files are not in it. Of a PostgreSQL database, make a backup
    with pg_dump.
    """
    async with session.context(session.settings(checks_secrets=False)) as context:
        await context.store.backup(file)
        say = context.wishes.words.say
        echo(say("Written to {file}. It names people: keep it safe.", file=str(file)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@command
async def restore(session: Session, *, file: Path) -> None:
    """Put the backup FILE in the place of the store, which is kept beside it.

    Stop the daemon first. What you wrote to the bot before is not obeyed again, nothing is sent
    again, and whoever was forgotten since stays forgotten.
    """
    from bot.bootstrap import restore_store
    from bot.text.language.catalogue import catalogue

    settings = session.settings(checks_secrets=False)
    say = catalogue(settings.language).say
    kept = await restore_store(settings, file)
    echo(say("Restored from {file}.", file=str(file)))
    if kept is not None:
        echo(
            say(
                "The store that was there is kept as {file}. Delete it once you no longer need "
                "it: it names people.",
                file=str(kept),
            )
        )
    async with session.context(settings):  # settles what a copy leaves open, and forgets again
        echo(
            say(
                "What you told me since that backup is not in it. To see what is missing: "
                "terrasse people, terrasse invitations"
            )
        )
