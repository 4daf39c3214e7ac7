"""What servers tell of how the owner stands with people: asked anew before it matters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.identity import Relationship
from bot.errors import NetworkError
from bot.ports import stance
from bot.services.home import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.identity import AccountKey
    from bot.services.home import Home

STALE: Final = timedelta(hours=24)
"""Relationships this old are asked about again whenever accounts are read."""
FRESH: Final = timedelta(seconds=60)
"""A message that names somebody goes out on relationships no older than this."""


async def refresh_relationships(
    home: Home, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> None:
    """Ask for the relationships with these accounts, or with all who ever had an exchange.

    Raises:
        NetworkError: a network did not answer; what others told is kept.
    """
    for problem in (
        await ask_relationships(home, older_than=older_than, accounts=accounts)
    ).values():
        raise problem


async def ask_relationships(
    home: Home, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> dict[AccountKey, NetworkError]:
    """Ask for them as `refresh_relationships` does, of each watched account.

    Returns why some could not be asked, by watched account; none stops the others.
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
    failures: dict[AccountKey, NetworkError] = {}
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
        except NetworkError as problem:
            failures[watched] = problem
            continue
        now = home.clock.now()
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
    return failures


async def talked_with(home: Home, watched: Collection[AccountKey]) -> set[AccountKey]:
    """Whom the owner has exchanged anything with through these accounts of theirs."""
    async with home.store.unit(home.owner) as unit:
        return {tally.account for tally in await unit.log.tallies() if tally.watched in watched}
