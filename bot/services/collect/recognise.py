"""Learn the keys of the owner's own accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ports import Watch
from bot.services.owner import addressee

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Network
    from bot.services.context import Context


async def recognise(context: Context, account: str, network: Network) -> AccountKey:
    """Ask the network for the key of this account, and store it under the name in the config.

    If another key was stored under that name, its entry is renamed to the key.

    Raises:
        WrongAccountError: the secret belongs to another account.
        NetworkError: the network could not be asked.
    """
    me = await network.whoami()
    async with context.store.unit(context.owner) as unit:
        kept = {watch.key: watch for watch in await unit.watches.all()}
        before = kept.get(me.key, Watch(account, me.key))
        after = replace(before, account=account, local_ids={**before.local_ids, **me.local_ids})
        if after != kept.get(me.key):
            await unit.watches.save(after)
        for watch in kept.values():
            if watch.account == account and watch.key != me.key:
                await unit.watches.save(replace(watch, account=watch.key.id))
    return me.key


async def has_opted_in(context: Context, account: str, network: Network) -> bool:
    """Whether this account is the addressee and has opted in with the bot.

    An account without a secret is read only then, so the bot cannot be used to read anybody else.

    Raises:
        NetworkError: the keys of the account and of the bot could not be asked.
    """
    if context.bot is None or context.post.addressee != account:
        return False
    bot = await recognise(context, *context.bot)
    key = await recognise(context, account, network)
    async with context.store.unit(context.owner) as unit:
        return addressee.has_opted_in(await unit.inbox.pairing(key), bot)
