"""The watched account on its server: who it is, how to ask for more, and what was learnt so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapters.mastodon.client.address import key_of
from adapters.mastodon.client.identity import account_domain, is_called
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.read.people import People
from adapters.mastodon.read.posts import Posts
from adapters.mastodon.read.reading import reading_of
from adapters.mastodon.read.translate import Watched
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import marked
from bot.errors import RefusedError, WrongAccountError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.client.server import Server
    from bot.domain.people.identity import AccountKey, OwnerId
    from bot.ports import Known, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The watched account, its server's API, and the people and posts that were seen there."""

    api: Api
    people: People
    posts: Posts
    watched: Watched

    @property
    def server(self) -> Server:
        """The account's server."""
        return self.people.server

    @property
    def own_statuses(self) -> str:
        """The path of the list with all that the account said, maybe among others' statuses."""
        if self.server.dialect.own_statuses_at_home and self.api.is_signed_in:
            return "/api/v1/timelines/home"
        return f"/api/v1/accounts/{self.watched.local_id}/statuses"


async def connect(
    api: Api, owner: OwnerId, known: Known | None, *, before: Connection | None
) -> Connection:
    """Ask the server who the account is, before anything else is asked of it.

    Args:
        api: asks.
        owner: whose account it is.
        known: what the store remembers: an account whose id is remembered keeps the key that it
            had, whatever it is called by now.
        before: the connection until now, whose people and posts are kept.

    Raises:
        WrongAccountError: the secret is another account's.
        RefusedError: without a secret, its server has nobody of that name.
        NetworkError: it could not be asked.
    """
    softwares = await _softwares(known)
    server = await _certain(api, known, softwares)
    people = before.people if before else People(api, server)
    people.softwares |= softwares
    posts = before.posts if before else Posts(api, server)
    find = _signed_in if api.is_signed_in else _looked_up
    entity, watch = await find(api, server, known)
    name = _key(api, entity, server)
    people.rename(name, watch.key if watch else name)
    (account,) = await people.described([people.learn(entity)])
    watched = Watched(replace(account, handle=name.id), owner, str(entity.id))
    return Connection(api=api, people=people, posts=posts, watched=watched)


async def _certain(api: Api, known: Known | None, softwares: Mapping[str, str]) -> Server:
    """The server. What it does not tell now is taken from what it told before."""
    server = await api.server()
    if server.is_certain:
        return server
    domains = [
        watch.key.id.rpartition("@")[2]
        for watch in (await known() if known is not None else ())
        if server.host in watch.local_ids
    ]
    domain = next(iter(domains), None) or await account_domain(api.reads, server, api.handle)
    api.take_server(server.completed(domain, softwares))
    return await api.server()


async def _softwares(known: Known | None) -> dict[str, str]:
    """What the servers of the owner's accounts are known to run, by the domain of the accounts."""
    readings = {
        watch.key.id.rpartition("@")[2]: reading_of(watch.cursor)
        for watch in (await known() if known is not None else ())
        if watch.key.network is NetworkName.MASTODON
    }
    return {domain: reading.software for domain, reading in readings.items() if reading}


async def _signed_in(api: Api, server: Server, known: Known | None) -> tuple[Entity, Watch | None]:
    """Whom the secret signs in; their token may be used from now on."""
    token, entity = await api.credentials()
    watch = await _remembered(entity, server, known)
    key = _key(api, entity, server)
    had_that_name = watch is not None and watch.account == f"@{api.handle}"
    if not had_that_name and not await is_called(api.reads, server, api.handle, key):
        api.forget_token()
        raise WrongAccountError(configured=f"@{api.handle}", signed_in=f"@{key.id}")
    api.verify(token)
    return entity, watch


async def _looked_up(api: Api, server: Server, known: Known | None) -> tuple[Entity, Watch | None]:
    """Who has the name from the config, as anybody can ask."""
    username = api.handle.partition("@")[0]
    entity = await api.get_one("/api/v1/accounts/lookup", Entity, {"acct": username})
    key = _key(api, entity, server)
    # WebFinger may lead to a server where somebody else has the same name.
    if not await is_called(api.reads, server, api.handle, key):
        raise RefusedError(
            marked("{host} knows nobody as @{handle}; there is @{id}."),
            host=server.host,
            handle=api.handle,
            id=key.id,
        )
    return entity, await _remembered(entity, server, known)


async def _remembered(entity: Entity, server: Server, known: Known | None) -> Watch | None:
    """The account that had this id on this server when it last signed in."""
    watches = await known() if known is not None else ()
    local_id = str(entity.id)
    return next((watch for watch in watches if watch.local_ids.get(server.host) == local_id), None)


def _key(api: Api, entity: Entity, server: Server) -> AccountKey:
    try:
        return key_of(entity.acct, server.domain)
    except ValueError as error:
        raise RefusedError(
            marked("{host} gives @{handle} no address ({said})."),
            host=server.host,
            handle=api.handle,
            said=error,
        ) from error
