"""Threads and links looked at again, before anything of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.services.home import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.identity import Person
    from bot.domain.interaction import Interaction
    from bot.services.home import Home

THREADS: Final = 3
"""So many of the latest threads are read in search of one to cite."""


async def living_links(home: Home, person: Person, links: Sequence[str]) -> tuple[str, ...]:
    """Those of the links whose posts were seen to exist just now.

    Posts that are gone lose text and link in the log.

    Raises:
        NetworkError: a network did not answer.
    """
    async with home.store.unit(home.owner) as unit:
        talk = await unit.log.with_accounts(person.keys)
    posts = {one.url: one for one in talk if one.url in links}
    living: set[str] = set()
    gone: list[str] = []
    for watched, network in (await signed_in(home)).items():
        uris = {one.object_uri for one in posts.values() if one.watched == watched}
        told = await network.exists(uris) if uris else {}
        living |= {uri for uri, exists in told.items() if exists}
        gone += [uri for uri, exists in told.items() if exists is False]
    if gone:
        async with home.store.unit(home.owner) as unit:
            await unit.log.withdraw(gone)
    return tuple(link for link in links if link in posts and posts[link].object_uri in living)


async def cited_thread(home: Home, person: Person) -> Interaction | None:
    """The person's latest post in the latest shared thread that anybody may read.

    The thread is read anew, as the log keeps no older text.

    Raises:
        NetworkError: a network did not answer.
    """
    async with home.store.unit(home.owner) as unit:
        shared = [one for one in await unit.log.exchanges() if one.account in person.keys]
        talk = await unit.log.with_accounts(person.keys)
    watched = {one.root_uri: one.watched for one in talk}
    networks = await signed_in(home)
    for exchange in sorted(shared, key=lambda one: one.last, reverse=True)[:THREADS]:
        network = networks.get(watched.get(exchange.root_uri, exchange.account))
        if exchange.link is None or network is None:
            continue
        theirs = [
            one
            for one in await network.thread(exchange.root_uri)
            if one.actor in person.keys and one.kind.is_talk and one.visibility.is_open and one.url
        ]
        if theirs:
            return max(theirs, key=lambda one: one.at)
    return None
