"""People and how they stand with the owner, read anew before somebody is named or written to."""

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
    """Of whom profile and relationship were read just now.

    `untold` are the others who were asked about, and why: `None` where a server answered and left
    them out.
    """

    told: frozenset[PersonId]
    untold: Mapping[PersonId, NetworkError | None]


async def read_anew(context: Context, accounts: Collection[AccountKey]) -> ReadAnew:
    """Ask anew for profile and relationship of those who have these accounts.

    It is asked before somebody is suggested, invited or written to. Who was told about is who was
    answered for on each of the owner's accounts that they have talked with. Where an account
    without a secret is not told of a relationship, the profile is enough.

    Nothing is raised: a failure of one network leaves those untold whom it would have told about.
    """
    networks = await _signed_in_first(context)
    described, failures = await _describe(context, networks, accounts)
    async with context.store.unit(context.owner) as unit:
        # Who has moved may have got another account just now, and be one with somebody else.
        people = [one for one in await unit.people.all() if not one.keys.isdisjoint(accounts)]
        talked = {(tally.watched, tally.account) for tally in await unit.log.tallies()}
    keys = {key for person in people for key in person.keys}
    reachable = {watched: one for watched, one in networks.items() if watched not in failures}
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
    """Ask for profiles, each of one network if that shows it; who was described, and failures."""
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
            await unit.people.save(found.values())
    return described, failures


def _channels(person: Person, talked: Collection[Pair]) -> list[Pair]:
    """Between which accounts the two have talked, as somebody's accounts are now."""
    pairs = [(watched, person.now_at(account)) for watched, account in sorted(talked)]
    return [(watched, account.key) for watched, account in pairs if account is not None]


async def _signed_in_first(context: Context) -> dict[AccountKey, Network]:
    """The networks, those first on which the owner is signed in: these show moves for certain."""
    networks = await signed_in(context)
    async with context.store.unit(context.owner) as unit:
        public = await public_accounts(context, unit)
    return dict(sorted(networks.items(), key=lambda item: item[0] in public))
