"""`never`, `snooze`, `known` and `undo`: what you say of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@click.argument("person")
@command
async def never(session: Session, *, person: str) -> None:
    """Never suggest PERSON again.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.services.decisions import find_person, say_never
    from bot.text.draft import called

    async with session.home() as home:
        found = await find_person(home, person)
        await say_never(home, found)
        click.echo(home.wishes.words.say("{name} will never be suggested.", name=called(found)))


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
    from bot.errors import UserError
    from bot.services import decisions
    from bot.text import dates, draft

    try:
        period = schedule.duration(duration)
    except ValueError as problem:
        raise UserError(str(problem)) from problem
    async with session.home() as home:
        found = await decisions.find_person(home, person)
        until = await decisions.snooze(home, found, period)
        words = home.wishes.words
        today = home.clock.now().astimezone(home.owner.zone).date()
        click.echo(
            words.say(
                "{name} will not be suggested before {until}.",
                name=draft.called(found),
                until=dates.date_of(until, today, words),
            )
        )


@click.command()
@click.argument("persons", metavar="PERSON...", nargs=-1, required=True)
@command
async def known(session: Session, *, persons: tuple[str, ...]) -> None:
    """You already meet PERSON: suggest them no more.

    They stay in the log. PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.services.decisions import find_person, say_known
    from bot.text.draft import called

    async with session.home() as home:
        found = [await find_person(home, person) for person in persons]
        for one in found:
            await say_known(home, one)
            click.echo(home.wishes.words.say("{name}: you already meet. Noted.", name=called(one)))


@click.command()
@command
async def undo(session: Session) -> None:
    """Take back the latest never, snooze or known."""
    from bot.services.decisions import undo as undo_latest
    from bot.text.draft import called

    async with session.home() as home:
        undone = await undo_latest(home)
        say = home.wishes.words.say
        if undone is None:
            click.echo(say("There is nothing to take back."))
        else:
            click.echo(
                say(
                    "Taken back: {verb} {name}.",
                    verb=undone.decision.verb,
                    name=called(undone.person),
                )
            )
