"""The accounts that were seen on a server, and their ids, which are valid there only."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.address import key_of, local_part
from adapters.mastodon.client.items import listed, readable
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.read.posts import MOST_FAILURES
from adapters.mastodon.read.profile import describe, successor
from bot.domain.people.identity import Account, Flag
from bot.errors import NetworkError, RefusedError, SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.client.server import Server
    from adapters.mastodon.client.wire import Mention
    from bot.domain.people.identity import AccountKey

PER_REQUEST: Final = 20
"""Accounts asked for in one request, where the server takes several (Mastodon from 4.3)."""
MOST_MOVES: Final = 10
"""Successive moves of one account that are followed at once."""


class People:
    """The accounts that were seen on a server since the process started."""

    def __init__(self, api: Api, server: Server) -> None:
        self._api = api
        self.server = server
        self._keys: dict[str, AccountKey] = {}
        self._ids: dict[AccountKey, str] = {}
        # As the server sent it; converted when it is asked for.
        self._described: dict[AccountKey, Entity] = {}
        self._bare: dict[AccountKey, Entity | Mention] = {}
        self._takes_several = True
        self._renamed: dict[AccountKey, AccountKey] = {}
        self._pages: dict[str, AccountKey] = {}
        self.softwares: dict[str, str] = {}
        """By the domain of accounts: what another server is known to run."""

    def rename(self, name: AccountKey, key: AccountKey) -> None:
        """Let `name`, the account's present name, stand for the key that it had before."""
        if name != key:
            self._renamed[name] = key

    def key_by_acct(self, acct: str) -> AccountKey:
        """The key of the account that the server calls `acct`.

        Raises:
            ValueError: it is no address.
        """
        key = key_of(acct, self.server.domain)
        return self._renamed.get(key, key)

    def learn(self, entity: Entity) -> AccountKey:
        """Remember a description; return its account's key.

        Raises:
            ValueError: its `acct` is no address.
        """
        key = self.key_by_acct(entity.acct)
        if self._described.get(key) is entity:
            return key
        local = str(entity.id)
        self._keys[local] = key
        self._ids[key] = local
        self._described[key] = entity
        self._learn_page(entity.url, key)
        if entity.moved:
            self._learn_target(entity)
        return key

    def mentioned(self, mention: Mention) -> AccountKey:
        """Who is mentioned.

        Raises:
            ValueError: `acct` is no address.
        """
        key = self.key_by_acct(mention.acct)
        local = str(mention.id)
        if local and self.server.dialect.mention_ids:
            self._keys.setdefault(local, key)
            self._ids.setdefault(key, local)
        if key not in self._described:
            self._bare[key] = mention
        self._learn_page(mention.url, key)
        return key

    def at(self, url: str) -> AccountKey | None:
        """The account with this page, if it was seen."""
        return self._pages.get(_page(url))

    def _learn_page(self, url: str | None, key: AccountKey) -> None:
        if url:
            self._pages[_page(url)] = key

    def key(self, local_id: str | int | None) -> AccountKey | None:
        """The key of a local id, if the account was seen."""
        return self._keys.get(str(local_id))

    def id(self, key: AccountKey) -> str | None:
        """The local id of an account, if it was seen."""
        return self._ids.get(key)

    def entity(self, key: AccountKey) -> Entity | None:
        """What the server sent of an account."""
        return self._described.get(key)

    def forget_descriptions(self) -> None:
        """Ask for all descriptions again when they are next needed."""
        self._bare |= self._described
        self._described.clear()

    async def meet(self, local_ids: Iterable[str]) -> None:
        """Ask for the accounts with these ids; those that cannot be read stay unknown.

        Raises:
            NetworkError: see `Api.optional`.
        """
        await self._fetch(
            [local_id for local_id in dict.fromkeys(local_ids) if local_id not in self._keys]
        )

    async def described(self, keys: Collection[AccountKey]) -> tuple[Account, ...]:
        """The accounts' descriptions; those that are not known are asked for.

        Raises:
            NetworkError: see `Api.optional`.
        """
        ordered = sorted(keys)
        missing = [key for key in ordered if key not in self._described]
        await self._fetch([self._ids[key] for key in missing if key in self._ids])
        for key in missing:
            if key not in self._described:
                with self._api.optional(f"the profile of {key.id}"):
                    await self.find(key)
        return tuple([self._description(key) for key in ordered])

    async def described_with_moves(self, keys: Collection[AccountKey]) -> tuple[Account, ...]:
        """As `described`, with the accounts that they have moved to.

        Raises:
            NetworkError: they could not be asked for.
        """
        found: dict[AccountKey, Account] = {}
        wanted = set(keys)
        for _ in range(MOST_MOVES):
            found |= {account.key: account for account in await self.described(wanted)}
            wanted = _targets(found) - found.keys()
            if not wanted:
                break
        return tuple(found[key] for key in sorted(found))

    async def described_now(self, keys: Collection[AccountKey]) -> dict[AccountKey, Account]:
        """The present descriptions of these accounts and of those that they moved to.

        Accounts that the server does not show are left out.

        Raises:
            NetworkError: none of them could be asked for.
        """
        found: dict[AccountKey, Account] = {}
        asked, wanted = set(keys), set(keys)
        for _ in range(MOST_MOVES):
            found |= await self._described_now(wanted)
            wanted = _targets(found) - asked
            asked |= wanted
            if not wanted:
                break
        return found

    async def _described_now(self, keys: Collection[AccountKey]) -> dict[AccountKey, Account]:
        for key in keys:
            before = self._described.pop(key, None)
            if before is not None:
                self._bare[key] = before
        known = [self._ids[key] for key in sorted(keys) if key in self._ids]
        failed = await self._fetch(known)
        for key in sorted(keys):
            if key not in self._ids:
                try:
                    await self.find(key)
                except NetworkError as error:
                    if not self._api.may_fail(error):
                        raise
                    failed = error
        found = {key: self._description(key) for key in keys if key in self._described}
        if failed is not None and not found:
            raise failed
        return found

    async def find(self, key: AccountKey) -> str | None:
        """The local id of an account, which is asked for; `None` if the server does not know it.

        Raises:
            NetworkError: it could not be asked.
        """
        if key in self._ids:
            return self._ids[key]
        acct = local_part(key, self.server.domain)
        try:
            entity = await self._api.get_one("/api/v1/accounts/lookup", Entity, {"acct": acct})
            return str(entity.id) if self.learn(entity) == key else None
        except (RefusedError, ValueError):
            return None

    def _description(self, key: AccountKey) -> Account:
        said = self._described.get(key) or self._bare.get(key)
        if isinstance(said, Entity):
            return describe(
                said,
                key,
                self.server,
                is_signed_in=self._api.is_signed_in,
                softwares=self.softwares,
            )
        ids = {self.server.host: self._ids[key]} if key in self._ids else {}
        return Account(
            key=key,
            handle=key.id,
            url=said.url if said else None,
            flags=frozenset({Flag.UNDESCRIBED}),
            local_ids=ids,
        )

    async def _fetch(self, ids: list[str]) -> NetworkError | None:
        """Ask for accounts; returns the last error about those that could not be read.

        Raises:
            NetworkError: see `Api.optional`.
        """
        failed: NetworkError | None = None
        for start in range(0, len(ids), PER_REQUEST):
            some = ids[start : start + PER_REQUEST]
            if await self._fetch_several(some):
                continue
            in_a_row = 0
            for local_id in some:
                try:
                    await self._fetch_one(local_id)
                    in_a_row = 0
                except NetworkError as error:
                    if not self._api.may_fail(error):
                        raise
                    failed, in_a_row = error, in_a_row + 1
                if in_a_row == MOST_FAILURES:
                    break
        return failed

    async def _fetch_several(self, ids: list[str]) -> bool:
        if not self._takes_several or len(ids) == 1:
            return False
        try:
            answer = await self._api.get("/api/v1/accounts", {"id[]": ids})
            entities = readable(listed(answer, Entity))
        except (RefusedError, SignInError) as error:
            if not self._api.may_fail(error):
                raise
            self._takes_several = False
            return False
        except UnreachableError:  # one of them may be to blame
            return False
        for entity in entities:
            self._learn_if_sound(entity)
        return bool(entities)  # where it shows none of them, each is asked for

    async def _fetch_one(self, local_id: str) -> None:
        with suppress(NotFoundError, NotAllowedError):
            self._learn_if_sound(await self._api.get_one(f"/api/v1/accounts/{local_id}", Entity))

    def _learn_if_sound(self, entity: Entity) -> None:
        with suppress(ValueError):
            self.learn(entity)

    def _learn_target(self, entity: Entity) -> None:
        """Remember where an account has moved, without a full description."""
        found = successor(entity, self.server)
        if found is not None:
            key, target = found
            self._keys.setdefault(str(target.id), key)
            self._ids.setdefault(key, str(target.id))
            self._bare.setdefault(key, target)


def _page(url: str) -> str:
    return url.rstrip("/").lower()


def _targets(accounts: Mapping[AccountKey, Account]) -> set[AccountKey]:
    return {account.move.to for account in accounts.values() if account.move is not None}
