"""What servers tell of how the owner stands with people: asked anew before it matters."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.identity import Relationship
from bot.errors import WrongAccountError
from bot.ports import stance
from bot.services.addressee import keys_of_accounts
from bot.services.home import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.identity import AccountKey
    from bot.ports import Unit
    from bot.services.home import Home

STALE: Final = timedelta(hours=24)
"""Relationships this old are asked about again whenever accounts are read."""
FRESH: Final = timedelta(seconds=60)
"""A message that names somebody goes out on relationships no older than this."""


async def refresh(home: Home, accounts: Collection[AccountKey]) -> frozenset[AccountKey]:
    """Ask these accounts' profiles and relationships anew, before somebody is named or written to.

    Returns and raises as `refresh_relationships`.
    """
    for watched, network in (await signed_in(home)).items():
        there = [account for account in sorted(accounts) if account.network == watched.network]
        with suppress(WrongAccountError):  # told below, for each account that it concerns
            described = await network.describe(there) if there else {}
            async with home.store.unit(home.owner) as unit:
                await unit.people.save(described.values())
    return await refresh_relationships(home, older_than=FRESH, accounts=accounts)


async def refresh_relationships(
    home: Home, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> frozenset[AccountKey]:
    """Ask for the relationships with these accounts, or with all who ever had an exchange.

    A server that was asked and left somebody out has not told: that is kept too, as an empty
    relationship. Nothing is kept of what an account without a secret cannot ask.

    Returns the watched accounts that are paused, as their secrets sign in other accounts: nothing
    is known of how those stand with anybody.

    Raises:
        NetworkError: a network did not answer; what others told is kept.
    """
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        if accounts is None:
            accounts = await unit.log.partners()
        known = {(one.watched, one.account): one for one in await unit.people.stances()}
    # What a clock that ran ahead wrote down is not fresh.
    fresh = {
        pair for pair, one in known.items() if timedelta(0) <= now - one.checked_at <= older_than
    }
    paused = set()
    async with home.store.unit(home.owner) as unit:
        keys = await keys_of_accounts(unit)
    public = {keys[account] for account in home.public if account in keys}
    for watched, network in (await signed_in(home)).items():
        wanted = [
            account
            for account in sorted(accounts)
            if account.network == watched.network and (watched, account) not in fresh
        ]
        if not wanted:
            continue
        try:
            told = await network.relationships(wanted)
        except WrongAccountError:
            paused.add(watched)
            continue
        now = home.clock.now()
        if watched in public:
            wanted = [account for account in wanted if account in told]
        async with home.store.unit(home.owner) as unit:
            await unit.people.save_stances(
                stance(
                    known.get((watched, account)),
                    watched,
                    account,
                    told.get(account, Relationship()),
                    now,
                )
                for account in wanted
            )
    return frozenset(paused)


async def note_block(unit: Unit, watched: AccountKey, account: AccountKey, at: datetime) -> None:
    """Write down that an account blocks the watched one, as its server has shown by refusing."""
    stances = {(told.watched, told.account): told for told in await unit.people.stances()}
    before = stances.get((watched, account))
    told = before.relationship if before is not None else Relationship()
    blocked = replace(told, blocked_by=True)
    await unit.people.save_stances([stance(before, watched, account, blocked, at)])
