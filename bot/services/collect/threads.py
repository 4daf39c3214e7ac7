"""Threads and links looked at again, before anything of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.digest import Citation
from bot.services.context import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import Person
    from bot.domain.talk.interaction import Interaction
    from bot.services.context import Context

THREADS: Final = 3
"""So many of the latest threads are read in search of one to cite."""

TELLING: Final = 20
"""A post this long (in characters) says what a thread is about; "With pleasure!" does not."""


async def check_links(context: Context, person: Person, links: Sequence[str]) -> tuple[str, ...]:
    """Those of the links whose posts were seen to exist just now.

    Posts that are gone lose text and link in the log.

    Raises:
        NetworkError: a network did not answer.
    """
    async with context.store.unit(context.owner) as unit:
        talk = await unit.log.with_accounts(person.keys)
    posts = {one.url: one for one in talk if one.url in links}
    live: set[str] = set()
    gone: list[str] = []
    for watched, network in (await signed_in(context)).items():
        uris = {one.object_uri for one in posts.values() if one.watched == watched}
        told = await network.exists(uris) if uris else {}
        live |= {uri for uri, exists in told.items() if exists}
        gone += [uri for uri, exists in told.items() if exists is False]
    if gone:
        async with context.store.unit(context.owner) as unit:
            await unit.log.withdraw(gone)
    return tuple(link for link in links if link in posts and posts[link].object_uri in live)


async def cited_thread(context: Context, person: Person) -> Citation | None:
    """The latest shared thread that anybody may read: how it began, and the person's latest post.

    The thread is read anew, as the log keeps no older text.

    Raises:
        NetworkError: a network did not answer.
    """
    async with context.store.unit(context.owner) as unit:
        shared = [one for one in await unit.log.exchanges() if one.account in person.keys]
        talk = await unit.log.with_accounts(person.keys)
    watched = {one.thread: one.watched for one in talk}
    networks = await signed_in(context)
    for exchange in sorted(shared, key=lambda one: one.last, reverse=True)[:THREADS]:
        network = networks.get(watched.get(exchange.root_uri, exchange.account))
        if exchange.link is None or network is None:
            continue
        thread = sorted(await network.thread(exchange.root_uri), key=lambda one: one.at)
        citation = _citation([one for one in thread if one.visibility.is_open], person)
        if citation is not None:
            return citation
    return None


def _citation(thread: Sequence[Interaction], person: Person) -> Citation | None:
    links = [one.url for one in thread if one.actor in person.keys and one.url]
    if not links:
        return None
    said = [one.text for one in thread if one.text and len(one.text) >= TELLING]
    return Citation(text=said[0] if said else "", url=links[-1])
