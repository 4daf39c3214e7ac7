"""`forget`: the verb, with the question on the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import REFUSED, confirmed, echo
from bot.domain.commands.verbs import VERBS, Verb

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command(help=VERBS[Verb.FORGET].usage)
@click.argument("who", metavar="PERSON|everything")
@click.option("--yes", is_flag=True, help="Delete it: do not ask.")
@command
async def forget(session: Session, *, who: str, yes: bool) -> None:
    """Delete all that is kept of somebody."""
    from bot.domain.commands.shapes import is_everything
    from bot.services.obey import forgetting
    from bot.services.owner.decisions import find_person
    from bot.services.owner.forgetting import files_with, no_longer_asked

    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            person = None if is_everything(who.casefold()) else await find_person(unit, who)
            question = await forgetting.question(context, unit, person)
        if not yes and not confirmed(question):
            echo(context.wishes.words.say("Nothing was forgotten."))
            sys.exit(REFUSED)
        async with context.store.unit(context.owner) as unit:
            await no_longer_asked(unit, context.clock.now())
            if person is None:
                said = await forgetting.forget_everything(context, unit, ())
            else:
                person = await find_person(unit, person.id)
                said = await forgetting.forget(context, unit, person, ())
        echo(said)
        problems = await forgetting.clear_up(context)
        if files := await files_with(context, person):  # digests of ours hold it no longer
            echo(forgetting.still_held(context, files))
        if problems:
            for problem in problems:
                echo(f"terrasse: {context.wishes.words.tell(problem)}", err=True)
            sys.exit(1)
