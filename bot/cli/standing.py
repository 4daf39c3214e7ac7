"""`never`, `snooze`, `known` and `undo`: what you say of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.commands import Command


@click.command()
@click.argument("person")
@command
async def never(session: Session, *, person: str) -> None:
    """Never suggest PERSON again.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.domain.commands import Command, Verb

    await _obey(session, Command(Verb.NEVER, (person,)))


@click.command()
@click.argument("person")
@click.argument("duration", default="1m")
@command
async def snooze(session: Session, *, person: str, duration: str) -> None:
    """Do not suggest PERSON for a while.

    PERSON is a number of a digest, a handle, a link, or a name. DURATION is 3d, 2w or 1m: days,
    weeks, months; a month if not given.
    """
    from bot.domain import schedule
    from bot.domain.commands import Command, Verb
    from bot.errors import UserError

    try:
        period = schedule.duration(duration)
    except ValueError as problem:
        raise UserError(str(problem)) from problem
    await _obey(session, Command(Verb.SNOOZE, (person,), period))


@click.command()
@click.argument("persons", metavar="PERSON...", nargs=-1, required=True)
@command
async def known(session: Session, *, persons: tuple[str, ...]) -> None:
    """You already meet PERSON: suggest them no more.

    They stay in the log. PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.domain.commands import Command, Verb

    await _obey(session, Command(Verb.KNOWN, persons))


@click.command()
@command
async def undo(session: Session) -> None:
    """Take back the latest never, snooze or known."""
    from bot.domain.commands import Command, Verb

    await _obey(session, Command(Verb.UNDO))


async def _obey(session: Session, asked: Command) -> None:
    from bot.services.commands import carry_out

    async with session.home() as home:
        async with home.store.unit(home.owner) as unit:
            answer = await carry_out(home, unit, asked)
        click.echo(answer)
