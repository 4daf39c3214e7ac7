"""`never`, `snooze`, `known` and `undo`: what you say of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.obeying import PERSON, obey, typed
from bot.cli.session import command
from bot.domain.commands import Command, Verb

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@PERSON
@command
async def never(session: Session, *, person: str) -> None:
    """Never suggest PERSON again.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    await obey(session, Command(Verb.NEVER, (person,)))


@click.command()
@PERSON
@click.argument("duration", nargs=-1)
@command
async def snooze(session: Session, *, person: str, duration: tuple[str, ...]) -> None:
    """Do not suggest PERSON for a while.

    PERSON is a number of a digest, a handle, a link, or a name. DURATION is 3d, 2w or 1m: days,
    weeks, months; a month if not given.
    """
    await obey(session, lambda words: typed(Verb.SNOOZE, person, duration, words))


@click.command()
@click.argument("persons", metavar="PERSON...", nargs=-1, required=True)
@command
async def known(session: Session, *, persons: tuple[str, ...]) -> None:
    """You already meet PERSON: suggest them no more.

    They stay in the log. PERSON is a number of a digest, a handle, a link, or a name.
    """
    await obey(session, Command(Verb.KNOWN, persons))


@click.command()
@command
async def undo(session: Session) -> None:
    """Take back the latest thing you said, if it is not too late."""
    await obey(session, Command(Verb.UNDO))
