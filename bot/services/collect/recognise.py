"""Learning the keys of the owner's own accounts: nobody to suggest, and who is obeyed."""

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
    """Ask the network who this account is, and remember it under the name the owner wrote.

    A name stands for one account: another that was remembered by it keeps its key alone.

    Raises:
        WrongAccountError: the secret is another account's.
        NetworkError: it could not be asked.
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
    """Whether this very account has opted in with the bot, and gets its digests itself.

    That is how an account without a secret says that it wants to be read: the bot cannot be
    pointed at anybody else.

    Raises:
        NetworkError: who it is could not be asked.
    """
    if context.bot is None or context.post.addressee != account:
        return False
    bot = await recognise(context, *context.bot)
    key = await recognise(context, account, network)
    async with context.store.unit(context.owner) as unit:
        return addressee.has_opted_in(await unit.inbox.pairing(key), bot)
