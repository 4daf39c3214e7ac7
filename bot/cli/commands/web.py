"""`web`: the page for a browser."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session, command
from bot.cli.terminal import echo, echo_address

if TYPE_CHECKING:
    from socket import socket

    from bot.text.language.catalogue import Catalogue
    from bot.web.site import Site


@click.command()
@click.option(
    "--new-link",
    is_flag=True,
    help="Make a new link and end all sessions; a page that is served already goes on.",
)
@command
async def web(session: Session, *, new_link: bool) -> None:
    """Show your people, digests and drafts in a browser, on this machine alone.

    It prints a link that is good once, for ten minutes. The page is there until Ctrl-C.
    """
    from bot.bootstrap.renewal import Renewal
    from bot.web import server

    settings = session.settings()
    found = server.listening(settings)
    if found is None and not new_link:
        raise server.in_use(settings)
    async with session.context(settings) as context:
        path = session.existing_path()
        current = Renewal(context, path)
        site = server.site(current, current.renew, settings, path)
        address = server.link(site, ends_others=new_link)
        if found is not None:
            await show_page(session, site, found, address)
        else:
            say_link(context.wishes.words, address)


async def show_page(session: Session, site: Site, found: socket, address: str) -> None:
    """Serve the page until a signal comes, and print the link that opens it."""
    from bot.cli.journal import keep_journal
    from bot.web.server import serving

    keep_journal("warning")
    try:
        async with serving(site, found) as served:
            words = site.context.wishes.words
            say_link(words, address)
            echo(words.say("The page is there until you stop this command (Ctrl-C)."))
            await served
    except asyncio.CancelledError:
        if signal.SIGTERM not in session.received:
            raise


def say_link(words: Catalogue, address: str) -> None:
    """Print the link that opens the page."""
    echo(words.say("Open this link in your browser. It works once, for ten minutes:"))
    echo_address(address, err=False)
