"""Learning the keys of the owner's own accounts: nobody to suggest, and who is obeyed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ports import Watch
from bot.services import addressee

if TYPE_CHECKING:
    from bot.domain.identity import Account, AccountKey
    from bot.ports import Network, Unit
    from bot.services.home import Home


async def recognise(home: Home, account: str, network: Network) -> AccountKey:
    """Ask the network who this account is, and remember it under the name the owner wrote.

    Raises:
        NetworkError: it could not be asked.
    """
    seen = await network.whoami()
    async with home.store.unit(home.owner) as unit:
        watches = {watch.key: watch for watch in await unit.watches.all()}
        known = watches.get(seen.key, Watch(account, seen.key))
        for before in watches.values():
            if before.account == account and before.key != seen.key:
                await _rename(unit, before, seen)
        current = replace(known, account=account, local_ids=seen.local_ids)
        if current != watches.get(seen.key):
            await unit.watches.save(current)
    return seen.key


async def _rename(unit: Unit, before: Watch, seen: Account) -> None:
    """Let an account's former key stand for itself; who has the same id is still paired."""
    await unit.watches.save(replace(before, account=f"formerly {before.key.id}"))
    pairing = await unit.inbox.pairing(before.key)
    same = [
        before.local_ids[server] == seen.local_ids[server]
        for server in before.local_ids.keys() & seen.local_ids.keys()
    ]
    if pairing is not None and same and all(same):
        await unit.inbox.pair(replace(pairing, key=seen.key))


async def has_opted_in(home: Home, account: str, network: Network) -> bool:
    """Whether this very account has opted in with the bot, and gets its digests itself.

    That is how an account without a secret says that it wants to be read: the bot cannot be
    pointed at anybody else.

    Raises:
        NetworkError: who it is could not be asked.
    """
    if home.bot is None or home.post.addressee != account:
        return False
    bot = await recognise(home, *home.bot)
    key = await recognise(home, account, network)
    async with home.store.unit(home.owner) as unit:
        return addressee.has_opted_in(await unit.inbox.pairing(key), bot)
