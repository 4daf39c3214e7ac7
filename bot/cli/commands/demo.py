"""`demo`: the invented village, in memory."""

from __future__ import annotations

import sys
from shutil import which
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import Session, command
from bot.cli.terminal import Styled, echo
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.domain.meeting.slot import Slot
    from bot.services.context import Context

SHOWN: Final = 10
"""People of the village that are listed; it has some forty."""
ANSWERS: Final = (
    marked("edit 1: Salut Solène, on continue autour d'un café ?"),
    marked("send 1"),
    marked("sent 1"),
)
"""What an owner may write once a digest is there."""


@click.command()
@click.option("--web", "in_browser", is_flag=True, help="Show it in a browser, until Ctrl-C.")
@command
async def demo(session: Session, *, in_browser: bool) -> None:
    """Show it all on an invented village: no network, nothing kept."""
    if in_browser:
        await _show_page(session)
    else:
        await show_demo(session.language)


async def _show_page(session: Session) -> None:
    """Serve the village's page, with a digest that waits for answers."""
    from bot.bootstrap import open_village
    from bot.cli.commands.web import show_page
    from bot.cli.progress import shown
    from bot.services.collect.collecting import collect
    from bot.services.delivery.deliver import deliver
    from bot.services.digest.composing import compose
    from bot.services.digest.occurrence import queue
    from bot.web.server import link, village_site

    async with open_village(session.language) as context:
        with shown(context.clock, context.wishes.words) as report:
            await collect(context, report)
        await queue(context, await compose(context, context.clock.now()))
        await deliver(context)
        site, found = village_site(context)
        await show_page(session, site, found, link(site))


async def show_demo(language: str) -> None:
    """Show the village's people, the digest, what comes of answering it, and how to go on."""
    from bot.bootstrap import open_village
    from bot.cli.output import wrapped
    from bot.cli.progress import shown
    from bot.services.collect.collecting import collect

    async with open_village(language) as context:
        with shown(context.clock, context.wishes.words) as report:
            await collect(context, report)
        say = context.wishes.words.say
        await _people(context)
        _headline(say("The digest that would be sent:"))
        slot = await _digest(context)
        _headline(say("You answer by direct message, or on the command line (terrasse send 1):"))
        await _answers(context, *map(say, ANSWERS))
        if slot is not None:
            await _answers(context, say("planned 1 {when} Café X", when=_spelt(slot, context)))
        _headline(say("And once you have met:"))
        await _answers(context, say("met 1"))
        if which("terrasse") is None and sys.argv[0].endswith("/terrasse"):
            echo(say("(The command terrasse is {path} here.)", path=sys.argv[0]))
        closing = say("To read your own conversations: terrasse init. It asks step by step.")
        echo(wrapped(closing))


async def _people(context: Context) -> None:
    from bot.cli.commands.listing import print_people
    from bot.services.ranking.scene import current_scene

    words = context.wishes.words
    async with context.store.unit(context.owner) as unit:
        count = await unit.log.count()
    ranked = (await current_scene(context)).ranked()
    _headline(
        words.say(
            "An invented village: you are Camille, with {n} interactions in a year. The people "
            "you talk with most, best first:",
            n=count,
        )
    )
    print_people(ranked[:SHOWN], ranked, context, {}, {})
    others = len(ranked) - SHOWN
    echo(words.count("… and {n} other.", "… and {n} others.", others))
    echo("")


async def _digest(context: Context) -> Slot | None:
    """Show the digest, and begin the invitations in it: nothing is ever delivered here.

    Returns the first time that the first person is offered.
    """
    from bot.cli.digest import print_digest
    from bot.cli.output import wrapped
    from bot.services.digest.composing import compose
    from bot.services.digest.occurrence import queue

    composed = await compose(context, context.clock.now())
    await print_digest(context, composed)
    await queue(context, composed)
    echo("")
    echo(
        wrapped(
            context.wishes.words.say(
                "(An invitation is in the language that the two of you write to each other.)"
            )
        )
    )
    echo("")
    offered = [entry.wording.slots for entry in composed.entries[:1] if entry.wording]
    return next((slot for slots in offered for slot in slots), None)


def _spelt(slot: Slot, context: Context) -> str:
    """`tuesday 1 december 12:30`, as an owner would write it."""
    from bot.text.language import dates

    start = slot.start.astimezone(context.owner.zone)
    return f"{dates.weekday(start.date(), context.wishes.words).lower()} {start:%H:%M}"


async def _answers(context: Context, *messages: str) -> None:
    from bot.cli.output import wrapped
    from bot.domain.commands.message import understand
    from bot.services.obey.messages import say

    for text in messages:
        echo(Styled(f"> {text}", fg="cyan"))
        for line in (await say(context, understand(text))).splitlines():
            echo(wrapped(line))
        echo("")


def _headline(text: str) -> None:
    echo(Styled(text, bold=True))
    echo("")
