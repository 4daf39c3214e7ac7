"""What servers tell of how the owner stands with people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import Relationship
from bot.errors import NetworkError, WrongAccountError
from bot.ports import stance
from bot.services.context import signed_in
from bot.services.owner.addressee import keys_of_accounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.ports import Network, Stance, Unit
    from bot.services.context import Context

STALE: Final = timedelta(hours=24)
"""Relationships this old are asked about again whenever accounts are read."""
FRESH: Final = timedelta(seconds=60)
"""A message that names somebody goes out on relationships no older than this."""

Pair = tuple["AccountKey", "AccountKey"]
"""A watched account, and an account of somebody."""


async def refresh_relationships(
    context: Context, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> None:
    """Ask for the relationships with these accounts, or with all who ever had an exchange.

    Raises:
        NetworkError: a network did not answer; what others told is kept.
    """
    if accounts is None:
        async with context.store.unit(context.owner) as unit:
            accounts = await unit.log.partners()
    _, failures = await ask(context, await signed_in(context), accounts, older_than=older_than)
    for problem in failures.values():
        if not isinstance(problem, WrongAccountError):  # that account is paused, and told of
            raise problem


async def note_block(unit: Unit, watched: AccountKey, account: AccountKey, at: datetime) -> None:
    """Write down that one of two blocks the other, as a server has shown by refusing a message."""
    before = (await _stances(unit)).get((watched, account))
    told = before.relationship if before is not None else Relationship()
    if told.blocking:
        return  # that explains it
    blocked = replace(told, blocked_by=True)
    await unit.people.save_stances([stance(before, watched, account, blocked, at)])


async def ask(
    context: Context,
    networks: Mapping[AccountKey, Network],
    accounts: Collection[AccountKey],
    *,
    older_than: timedelta,
) -> tuple[set[Pair], dict[AccountKey, NetworkError]]:
    """Ask for relationships where what is known is older; of which it is known now, and failures.

    What a server does not tell an account without a secret, it does not tell anybody: nothing is
    left open then. A server that leaves somebody out takes back nothing of what it told before.
    Where it never told, that it did not is kept, so that it is not asked again and again.
    """
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        known = await _stances(unit)
        public = await public_accounts(context, unit)
    # What a clock that ran ahead wrote down is not fresh.
    fresh = {
        pair for pair, one in known.items() if timedelta(0) <= now - one.checked_at <= older_than
    }
    ever_told = {pair for pair, one in known.items() if one.relationship.is_told}
    answered = {pair for pair in fresh if pair in ever_told or pair[0] in public}
    failures: dict[AccountKey, NetworkError] = {}
    for watched, network in networks.items():
        wanted = [
            account
            for account in sorted(accounts)
            if account.network is watched.network and (watched, account) not in fresh
        ]
        if not wanted:
            continue
        try:
            told = await network.relationships(wanted)
        except NetworkError as problem:
            failures[watched] = problem
            continue
        told = {account: one for account, one in told.items() if one.is_told}
        answered |= {(watched, account) for account in (wanted if watched in public else told)}
        now = context.clock.now()
        silent = [
            account
            for account in wanted
            if account not in told and (watched, account) not in ever_told
        ]
        heard = {**dict.fromkeys(silent, Relationship()), **told}
        async with context.store.unit(context.owner) as unit:
            before = await _stances(unit)  # a block may have been noted while the server was asked
            await unit.people.save_stances(
                stance(before.get((watched, account)), watched, account, relationship, now)
                for account, relationship in heard.items()
            )
    return answered, failures


async def public_accounts(context: Context, unit: Unit) -> set[AccountKey]:
    """The watched accounts that have no secret."""
    keys = await keys_of_accounts(unit)
    return {keys[account] for account in context.public if account in keys}


async def _stances(unit: Unit) -> dict[Pair, Stance]:
    return {(one.watched, one.account): one for one in await unit.people.stances()}
