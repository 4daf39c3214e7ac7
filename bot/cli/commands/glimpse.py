"""`try`: a first look at one's own account."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import confirmed, echo

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.services.context import Context
    from bot.services.try_out.glimpse import Glimpse


@click.command(name="try")
@click.argument("handle")
@click.option("--url", help="The account's server (its PDS), where the handle does not lead to it.")
@click.option("--appview", help="Another AppView than the public one.")
@click.option("--yes", is_flag=True, help="This is your account: do not ask.")
@command
async def glimpse(
    session: Session,  # noqa: ARG001 (no config is read)
    *,
    handle: str,
    url: str | None,
    appview: str | None,
    yes: bool,
) -> None:
    """Look who talks with your account HANDLE.

    Reads public posts only, without signing in, and keeps nothing.
    """
    from bot.bootstrap import open_glimpse
    from bot.cli.progress import shown
    from bot.services.try_out.glimpse import look, own_account

    async with open_glimpse(handle, url=url, appview=appview) as context:
        (network,) = context.networks.values()
        account = await own_account(network, context.clock.now())
        if not yes and not _confirmed(account.handle):
            echo("Then nothing is read: this is for one's own account only.", err=True)
            sys.exit(2)
        with shown(context.clock) as report:
            seen = await look(context, report)
        _print(seen, context)


def _confirmed(handle: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return confirmed(f"Is {handle} your account?")


def _print(seen: Glimpse, context: Context) -> None:
    from bot.cli.output import evidence_line, named
    from bot.text.why import evidence

    for place, ranked in enumerate(seen.people, start=1):
        share = ranked.score.value / seen.best
        echo(f"{place:>2}. {evidence.bar(share)} {named(ranked.person, context)}")
        echo(f"    {evidence_line(ranked, context)}")
        for link in ranked.score.evidence.links:
            echo(f"    {link}")
    if not seen.people:
        echo("There is no exchange to show.")
    if about_blocks := _about_blocks(seen, context):
        echo(f"\n{about_blocks}")
    echo(
        f"\nRead: your public posts, and {seen.threads_read} of {seen.threads} threads they stand "
        "in.\nNot seen: who likes or follows you, mentions elsewhere, anything private, and people "
        "who ask not to be looked at. Nothing was kept."
    )


def _about_blocks(seen: Glimpse, context: Context) -> str:
    """A note about blocks that are unknown; empty if none is."""
    from bot.domain.people.identity import NetworkName

    (network,) = context.networks.values()
    if not seen.tells_blocks:
        asked = {NetworkName.MASTODON: "Mastodon's public API", NetworkName.BLUESKY: "This AppView"}
        return (
            f"{asked[network.name]} does not tell who blocks whom: somebody who blocks you, or "
            "whom you block, may be listed."
        )
    if seen.silence is not None:
        return (
            f"Who blocks whom could not be asked ({seen.silence}): people of whom that is not "
            "known are not listed. Try again later."
        )
    return ""
