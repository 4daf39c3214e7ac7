"""Asking a server who the account is, before anything else is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapters.mastodon.address import key_of
from adapters.mastodon.here import Here
from adapters.mastodon.identity import is_called
from adapters.mastodon.people import People
from adapters.mastodon.posts import Posts
from adapters.mastodon.translate import Watched
from adapters.mastodon.wire import Account as Entity
from bot.errors import RefusedError, WrongAccountError

if TYPE_CHECKING:
    from adapters.mastodon.api import Api
    from adapters.mastodon.server import Server
    from bot.domain.identity import AccountKey, OwnerId
    from bot.ports import Known, Watch


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the account that the config names is found on its server.

    `known` is what the store remembers: an account whose id is remembered keeps the key that it
    had, whatever it is called by now.
    """

    api: Api
    owner: OwnerId
    known: Known | None

    async def here(self, before: Here | None) -> Here:
        """The account, asked for now; what was learnt of its server `before` stays.

        Raises:
            WrongAccountError: the secret is another account's.
            RefusedError: without a secret, its server has nobody of that name.
            NetworkError: it could not be asked.
        """
        server = await self.api.server()
        people = before.people if before else People(self.api, server)
        posts = before.posts if before else Posts(self.api, server)
        find = self._signed_in if self.api.is_signed_in else self._looked_up
        entity, watch = await find(server)
        name = self._key(entity, server)
        people.rename(name, watch.key if watch else name)
        (account,) = await people.described([people.learn(entity)])
        watched = Watched(replace(account, handle=name.id), self.owner, str(entity.id))
        return Here(api=self.api, people=people, posts=posts, watched=watched)

    async def _signed_in(self, server: Server) -> tuple[Entity, Watch | None]:
        """Whom the secret signs in; their token may be used from now on."""
        token, entity = await self.api.credentials()
        watch = await self._remembered(entity, server)
        key, handle = self._key(entity, server), self.api.handle
        was_it = watch is not None and watch.account == f"@{handle}"
        if not was_it and not await is_called(self.api.questions, server, handle, key):
            self.api.forget_token()
            raise WrongAccountError(configured=f"@{handle}", signed_in=f"@{key.id}")
        self.api.verify(token)
        return entity, watch

    async def _looked_up(self, server: Server) -> tuple[Entity, Watch | None]:
        handle = self.api.handle
        asked: dict[str, str | int | list[str]] = {"acct": handle.partition("@")[0]}
        entity = await self.api.get_one("/api/v1/accounts/lookup", Entity, asked)
        key = self._key(entity, server)
        # WebFinger may lead to a server where somebody else has the same name.
        if not await is_called(self.api.questions, server, handle, key):
            message = f"{server.host} knows nobody as @{handle}; there is @{key.id}."
            raise RefusedError(message)
        return entity, await self._remembered(entity, server)

    async def _remembered(self, entity: Entity, server: Server) -> Watch | None:
        """The account that had this id on this server when it last signed in."""
        watches = await self.known() if self.known is not None else ()
        local_id = str(entity.id)
        return next((one for one in watches if one.local_ids.get(server.host) == local_id), None)

    def _key(self, entity: Entity, server: Server) -> AccountKey:
        try:
            return key_of(entity.acct, server.domain)
        except ValueError as error:
            message = f"{server.host} gives @{self.api.handle} no address ({error})."
            raise RefusedError(message) from error
