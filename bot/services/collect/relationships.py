"""Read the relationships of the owner with people from the servers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import Relationship
from bot.errors import NetworkError, WrongAccountError
from bot.ports import Stance, stance
from bot.retry import by_halves
from bot.services.context import signed_in
from bot.services.owner.addressee import keys_of_accounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.ports import Network, Unit
    from bot.services.context import Context

STALE: Final = timedelta(hours=24)
"""Older relationships are asked for again whenever accounts are read."""
OVERDUE: Final = STALE + timedelta(seconds=1)
"""The age that a relationship has from the start if it could not be read: it is asked for again."""
FRESH: Final = timedelta(seconds=60)
"""The maximum age of relationships when a message that names people is sent."""
Pair = tuple["AccountKey", "AccountKey"]
"""A watched account and a person's account."""


async def refresh_relationships(
    context: Context, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> Mapping[Pair, NetworkError]:
    """Ask for the relationships with these accounts, or with all that ever had an exchange.

    Returns why some could not be read: their people are held back until they can be. A paused
    account is left out, as it is reported elsewhere.
    """
    if accounts is None:
        async with context.store.unit(context.owner) as unit:
            accounts = await unit.log.partners()
    _, failures = await ask(context, await signed_in(context), accounts, older_than=older_than)
    return {
        pair: problem
        for pair, problem in failures.items()
        if not isinstance(problem, WrongAccountError)
    }


async def note_block(unit: Unit, watched: AccountKey, account: AccountKey, at: datetime) -> None:
    """Store that one of two accounts blocks the other, as a server refused a message for it."""
    before = (await _stances(unit)).get((watched, account))
    told = before.relationship if before is not None else Relationship()
    if told.blocking:
        return  # the refusal is explained by the owner's own block
    blocked = replace(told, blocked_by=True)
    await unit.people.save_stances([stance(before, watched, account, blocked, at)])


async def ask(
    context: Context,
    networks: Mapping[AccountKey, Network],
    accounts: Collection[AccountKey],
    *,
    older_than: timedelta,
) -> tuple[set[Pair], dict[Pair, NetworkError]]:
    """Ask for the relationships that are older than this.

    Returns the pairs whose relationship is known now, and why others could not be read.

    A watched account without a secret is never told relationships, so its pairs count as known.
    If a server leaves an account out, or fails for it, the relationship that it told before is
    kept. If it never told one, an empty relationship is stored: as checked now, so that it is not
    asked again at once, or after a failure as `OVERDUE`, which keeps since when it fails.
    """
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        known = await _stances(unit)
        public = await public_accounts(context, unit)
    # A relationship dated in the future was stored while the clock was wrong: it is not fresh.
    fresh = {
        pair
        for pair, stance_known in known.items()
        if timedelta(0) <= now - stance_known.checked_at <= older_than
    }
    ever_told = {pair for pair, stance_known in known.items() if stance_known.relationship.is_told}
    answered = {pair for pair in fresh if pair in ever_told or pair[0] in public}
    failures: dict[Pair, NetworkError] = {}
    for watched, network in networks.items():
        wanted = [
            account
            for account in sorted(accounts)
            if account.network is watched.network and (watched, account) not in fresh
        ]
        if not wanted:
            continue
        told, failed = await by_halves(network.relationships, wanted)
        failures |= {(watched, account): problem for account, problem in failed.items()}
        told = {
            account: relationship for account, relationship in told.items() if relationship.is_told
        }
        read = [account for account in wanted if account not in failed]
        answered |= {(watched, account) for account in (read if watched in public else told)}
        now = context.clock.now()
        silent = [account for account in read if (watched, account) not in ever_told]
        heard = {**dict.fromkeys(silent, Relationship()), **told}
        async with context.store.unit(context.owner) as unit:
            before = await _stances(unit)  # a block may have been stored during the request
            await unit.people.save_stances(
                stance(before.get((watched, account)), watched, account, relationship, now)
                for account, relationship in heard.items()
            )
            await unit.people.save_stances(
                Stance(watched, account, Relationship(), now - OVERDUE)
                for account in failed
                if (watched, account) not in before
            )
    return answered, failures


async def public_accounts(context: Context, unit: Unit) -> set[AccountKey]:
    """The watched accounts that have no secret."""
    keys = await keys_of_accounts(unit)
    return {keys[account] for account in context.public if account in keys}


async def _stances(unit: Unit) -> dict[Pair, Stance]:
    return {(stance.watched, stance.account): stance for stance in await unit.people.stances()}
