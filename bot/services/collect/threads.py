"""Read threads and check links again before they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.digest import Citation
from bot.domain.talk.interaction import FORGOTTEN_POST
from bot.errors import RefusedError, UnreachableError
from bot.services.context import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import Person
    from bot.services.context import Context

THREADS: Final = 3
"""How many of the latest threads are read to find one to cite."""


async def check_links(context: Context, person: Person, links: Sequence[str]) -> tuple[str, ...]:
    """The links whose posts still exist, as the networks say now.

    The text and link of deleted posts are removed from the log.

    Raises:
        NetworkError: a network could not be asked.
    """
    async with context.store.unit(context.owner) as unit:
        talk = await unit.log.with_accounts(person.keys)
    posts = {interaction.url: interaction for interaction in talk if interaction.url in links}
    live: set[str] = set()
    gone: list[str] = []
    for watched, network in (await signed_in(context)).items():
        uris = {post.object_uri for post in posts.values() if post.watched == watched}
        told = await network.exists(uris) if uris else {}
        live |= {uri for uri, exists in told.items() if exists}
        gone += [uri for uri, exists in told.items() if exists is False]
    if gone:
        async with context.store.unit(context.owner) as unit:
            await unit.log.withdraw(gone)
    return tuple(link for link in links if link in posts and posts[link].object_uri in live)


async def cited_thread(context: Context, person: Person) -> Citation | None:
    """The latest public thread with the person: how it begins, and a link to their last post.

    The text is empty if the beginning is not public, or cannot be read: a later post would be a
    fragment. The thread is read from the network, as the log keeps no older text; one that cannot
    be read is left out.

    Raises:
        NetworkError: the secret of an account is not accepted, or its server asks for patience.
    """
    async with context.store.unit(context.owner) as unit:
        shared = [
            exchange for exchange in await unit.log.exchanges() if exchange.account in person.keys
        ]
        talk = await unit.log.with_accounts(person.keys)
    watched = {interaction.thread: interaction.watched for interaction in talk}
    networks = await signed_in(context)
    for exchange in sorted(shared, key=lambda exchange: exchange.last, reverse=True)[:THREADS]:
        network = networks.get(watched.get(exchange.root_uri, exchange.account))
        if exchange.link is None or network is None or exchange.root_uri.startswith(FORGOTTEN_POST):
            continue
        try:
            read = await network.thread(exchange.root_uri)
        except (UnreachableError, RefusedError):
            continue
        theirs = [
            interaction
            for interaction in read
            if interaction.actor in person.keys
            and interaction.url
            and interaction.visibility.is_open
        ]
        if theirs:
            latest = max(theirs, key=lambda interaction: interaction.at)
            try:
                text = await network.beginning(exchange.root_uri)
            except (UnreachableError, RefusedError):
                text = None  # the link is enough to cite a thread
            return Citation(text=text or "", url=latest.url or "")
    return None
