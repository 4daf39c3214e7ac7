"""Refresh profiles and relationships before people are named or written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.retry import by_halves
from bot.services.collect.relationships import FRESH, OVERDUE, STALE, ask, public_accounts
from bot.services.context import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, Person, PersonId
    from bot.errors import NetworkError
    from bot.ports import Network, Unit
    from bot.services.collect.relationships import Pair
    from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class ReadAnew:
    """The people whose profile and relationship were read just now (`told`), and the others.

    `untold` has the reason for each of the others: `None` if the server answered without them.
    """

    told: frozenset[PersonId]
    untold: Mapping[PersonId, NetworkError | None]


async def read_anew(context: Context, accounts: Collection[AccountKey]) -> ReadAnew:
    """Ask the networks for the profiles and relationships of the people with these accounts.

    A person is told if the servers answered for each pair of accounts through which they and the
    owner have talked. If a watched account has no secret, the profile is enough.

    Nothing is raised: if a network fails, or fails for one of them, those people are untold.
    """
    networks = await _signed_in_first(context)
    described, failures, away = await _describe(context, networks, accounts)
    async with context.store.unit(context.owner) as unit:
        # After a move, a person may have another account now, or be joined with another person.
        people = [
            person for person in await unit.people.all() if not person.keys.isdisjoint(accounts)
        ]
        talked = {(tally.watched, tally.account) for tally in await unit.log.tallies()}
    keys = {key for person in people for key in person.keys}
    reachable = {watched: network for watched, network in networks.items() if watched not in away}
    answered, more = await ask(context, reachable, keys, older_than=FRESH)
    failures |= more
    told: set[PersonId] = set()
    untold: dict[PersonId, NetworkError | None] = {}
    for person in people:
        missing = [
            (watched, account)
            for watched, account in _channels(person, talked)
            if watched in networks
            if account not in described or (watched, account) not in answered
        ]
        if missing:
            problems = (failures.get(pair) or away.get(pair[0]) for pair in missing)
            untold[person.id] = next((problem for problem in problems if problem), None)
        else:
            told.add(person.id)
    return ReadAnew(frozenset(told), untold)


async def unread(context: Context, unit: Unit) -> dict[PersonId, datetime]:
    """The people whose relationship with the owner could not be read for a day, and since when.

    It was asked for in vain: when its account was read last, what was known was older than `STALE`,
    or there was never an answer for so long.
    """
    watches = {
        watch.key: watch for watch in await unit.watches.all() if watch.account in context.networks
    }
    since = {
        (stance.watched, stance.account): stance.checked_at
        for stance in await unit.people.stances()
        if (watch := watches.get(stance.watched)) is not None
        and watch.collected_at is not None
        and watch.collected_at - stance.checked_at
        > (STALE if stance.relationship.is_told else STALE + OVERDUE)
    }
    found = await _talking_through(unit, since)
    return {person: min(since[pair] for pair in pairs) for person, pairs in found.items()}


async def held_back(context: Context, unit: Unit) -> set[PersonId]:
    """The people whose relationship with the owner is not known: no digest would name them."""
    public = await public_accounts(context, unit)
    never_told = {
        (stance.watched, stance.account)
        for stance in await unit.people.stances()
        if not stance.relationship.is_told and stance.watched not in public
    }
    return {*await _talking_through(unit, never_told), *await unread(context, unit)}


async def _talking_through(unit: Unit, pairs: Collection[Pair]) -> dict[PersonId, list[Pair]]:
    """The people who talk with the owner through some of these pairs of accounts, with those."""
    if not pairs:
        return {}
    talked = {(tally.watched, tally.account) for tally in await unit.log.tallies()}
    found = {
        person.id: [pair for pair in _channels(person, talked) if pair in pairs]
        for person in await unit.people.all()
    }
    return {person: some for person, some in found.items() if some}


async def _describe(
    context: Context, networks: Mapping[AccountKey, Network], accounts: Collection[AccountKey]
) -> tuple[set[AccountKey], dict[Pair, NetworkError], dict[AccountKey, NetworkError]]:
    """Ask for profiles, once per account.

    Returns the accounts with a profile, failures, and the networks that failed for all.
    """
    described: set[AccountKey] = set()
    failures: dict[Pair, NetworkError] = {}
    away: dict[AccountKey, NetworkError] = {}
    for watched, network in networks.items():
        wanted = [
            key
            for key in sorted(accounts)
            if key.network is watched.network and key not in described
        ]
        found, failed = await by_halves(network.describe, wanted)
        failures |= {(watched, key): problem for key, problem in failed.items()}
        if failed and len(failed) == len(wanted):
            away[watched] = failed[wanted[0]]
        described |= found.keys()
        async with context.store.unit(context.owner) as unit:
            await unit.people.save(found.values(), context.clock.now())
    return described, failures, away


def _channels(person: Person, talked: Collection[Pair]) -> list[Pair]:
    """The pairs of accounts that have talked; for a moved account, the current one."""
    pairs = [(watched, person.now_at(account)) for watched, account in sorted(talked)]
    return [(watched, account.key) for watched, account in pairs if account is not None]


async def _signed_in_first(context: Context) -> dict[AccountKey, Network]:
    """The networks, signed-in ones first: only these are certain to show moves."""
    networks = await signed_in(context)
    async with context.store.unit(context.owner) as unit:
        public = await public_accounts(context, unit)
    return dict(sorted(networks.items(), key=lambda item: item[0] in public))
