"""`try`: a first look at one's own account."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import NO_ANSWER, REFUSED, confirmed, echo

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.services.context import Context
    from bot.services.try_out.glimpse import Glimpse


@click.command(name="try")
@click.argument("handle")
@click.option(
    "--url",
    metavar="URL",
    help="The account's server (its PDS), where the handle does not lead to it.",
)
@click.option("--appview", metavar="URL", help="Another AppView than the public one.")
@click.option("--yes", is_flag=True, help="This is your account: do not ask.")
@command
async def glimpse(
    session: Session, *, handle: str, url: str | None, appview: str | None, yes: bool
) -> None:
    """Look who talks with your account HANDLE.

    Reads public posts only, without signing in, and keeps nothing.
    """
    from bot.bootstrap import open_glimpse
    from bot.cli.progress import shown
    from bot.services.try_out.glimpse import look, own_account

    looking = open_glimpse(handle, url=url, appview=appview, language=session.language)
    async with looking as context:
        say = context.wishes.words.say
        (network,) = context.networks.values()
        account = await own_account(network, context.clock.now())
        is_asked = not yes and sys.stdin.isatty()
        question = say("Is {account} your account?", account=account.handle)
        if not yes and not (is_asked and confirmed(question)):
            echo(
                say("Then nothing is read: this is for one’s own account only. In scripts: --yes"),
                err=True,
            )
            sys.exit(REFUSED if is_asked else NO_ANSWER)
        with shown(context.clock, context.wishes.words) as report:
            seen = await look(context, report)
        _print(seen, context)


def _print(seen: Glimpse, context: Context) -> None:
    from bot.cli.output import evidence_line, named, wrapped
    from bot.text.why import evidence

    say = context.wishes.words.say
    for place, ranked in enumerate(seen.people, start=1):
        share = ranked.score.value / seen.best
        echo(f"{place:>2}. {evidence.bar(share)} {named(ranked.person, context)}")
        echo(wrapped(evidence_line(ranked, context), "    "))
        for link in ranked.score.evidence.links:
            echo(f"    {link}")
    if not seen.people:
        echo(say("There is no exchange to show."))
    if about_blocks := _about_blocks(seen, context):
        echo("")
        echo(wrapped(about_blocks))
    echo("")
    read = say(
        "Read: your public posts, and {read} of {all} threads they stand in.",
        read=seen.threads_read,
        all=seen.threads,
    )
    echo(wrapped(read))
    unseen = say(
        "Not seen: who likes or follows you, mentions elsewhere, anything private, and people who "
        "ask not to be looked at. Nothing was kept."
    )
    echo(wrapped(unseen))


def _about_blocks(seen: Glimpse, context: Context) -> str:
    """A note about blocks that are unknown; empty if none is."""
    from bot.domain.people.identity import NetworkName

    (network,) = context.networks.values()
    say = context.wishes.words.say
    if not seen.tells_blocks:
        if network.name is NetworkName.MASTODON:
            return say(
                "Mastodon’s public API does not tell who blocks whom: somebody who blocks you, or "
                "whom you block, may be listed."
            )
        return say(
            "This AppView does not tell who blocks whom: somebody who blocks you, or whom you "
            "block, may be listed."
        )
    if seen.silence is not None:
        return say(
            "Who blocks whom could not be asked ({why}): people of whom that is not known are not "
            "listed. Try again later.",
            why=seen.silence,
        )
    return ""
