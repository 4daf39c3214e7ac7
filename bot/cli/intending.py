"""`goal`, `pause`, `resume`, `start` and `stop`: what you say of the bot itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.obeying import obey, typed
from bot.cli.session import command
from bot.domain.commands import Command, Verb

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@click.argument("frequency", nargs=-1)
@command
async def goal(session: Session, *, frequency: tuple[str, ...]) -> None:
    """Show how far the goal is reached, or set it.

    FREQUENCY is how often you would like to meet somebody, such as 2 per month, or 1 every 3 weeks.
    What you say here wins over the config file.
    """
    await obey(session, lambda words: typed(Verb.GOAL, None, frequency, words))


@click.command()
@command
async def pause(session: Session) -> None:
    """No digests and no questions, until resume."""
    await obey(session, Command(Verb.PAUSE))


@click.command()
@command
async def resume(session: Session) -> None:
    """Digests again, after a pause."""
    await obey(session, Command(Verb.RESUME))


@click.command()
@command
async def start(session: Session) -> None:
    """Begin again after stop."""
    await obey(session, Command(Verb.START))


@click.command()
@click.argument("everything", required=False, type=click.Choice(["everything", "tout"]))
@command
async def stop(session: Session, *, everything: str | None) -> None:
    """Read and send nothing more, and delete what was kept: stop everything.

    It is about the account that digests go to. Without EVERYTHING you are asked back, if its
    secret is in the config file.
    """
    await obey(session, Command(Verb.STOP, everything=everything is not None))
