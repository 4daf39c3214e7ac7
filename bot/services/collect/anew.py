"""Refresh profiles and relationships before people are named or written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import NetworkError
from bot.services.collect.relationships import FRESH, ask, public_accounts
from bot.services.context import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.people.identity import AccountKey, Person, PersonId
    from bot.ports import Network
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

    Nothing is raised: if a network fails, its people are untold.
    """
    networks = await _signed_in_first(context)
    described, failures = await _describe(context, networks, accounts)
    async with context.store.unit(context.owner) as unit:
        # After a move, a person may have another account now, or be joined with another person.
        people = [
            person for person in await unit.people.all() if not person.keys.isdisjoint(accounts)
        ]
        talked = {(tally.watched, tally.account) for tally in await unit.log.tallies()}
    keys = {key for person in people for key in person.keys}
    reachable = {
        watched: network for watched, network in networks.items() if watched not in failures
    }
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
            untold[person.id] = next(
                (failures[watched] for watched, _ in missing if watched in failures), None
            )
        else:
            told.add(person.id)
    return ReadAnew(frozenset(told), untold)


async def _describe(
    context: Context, networks: Mapping[AccountKey, Network], accounts: Collection[AccountKey]
) -> tuple[set[AccountKey], dict[AccountKey, NetworkError]]:
    """Ask for profiles, once per account; returns the accounts with a profile, and failures."""
    described: set[AccountKey] = set()
    failures: dict[AccountKey, NetworkError] = {}
    for watched, network in networks.items():
        wanted = [
            key
            for key in sorted(accounts)
            if key.network is watched.network and key not in described
        ]
        if not wanted:
            continue
        try:
            found = await network.describe(wanted)
        except NetworkError as problem:
            failures[watched] = problem
            continue
        described |= found.keys()
        async with context.store.unit(context.owner) as unit:
            await unit.people.save(found.values(), context.clock.now())
    return described, failures


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
