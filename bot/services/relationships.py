"""What servers tell of people, and of how these stand with the owner: asked before it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.identity import Relationship
from bot.errors import NetworkError, WrongAccountError
from bot.ports import stance
from bot.services.addressee import keys_of_accounts
from bot.services.home import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.identity import AccountKey, Person, PersonId
    from bot.ports import Network, Unit
    from bot.services.home import Home

STALE: Final = timedelta(hours=24)
"""Relationships this old are asked about again whenever accounts are read."""
FRESH: Final = timedelta(seconds=60)
"""A message that names somebody goes out on relationships no older than this."""

Pair = tuple["AccountKey", "AccountKey"]
"""A watched account, and an account of somebody."""


@dataclass(frozen=True, slots=True)
class ReadAnew:
    """Of whom profile and relationship were read just now.

    `untold` are the others who were asked about, and why: `None` where a server answered and left
    them out.
    """

    told: frozenset[PersonId]
    untold: Mapping[PersonId, NetworkError | None]


async def read_anew(home: Home, accounts: Collection[AccountKey]) -> ReadAnew:
    """Ask anew for profile and relationship of those who have these accounts.

    It is asked before somebody is suggested, invited or written to. Who was told about is who was
    answered for on each of the owner's accounts that they have talked with. Where an account
    without a secret is not told of a relationship, the profile is enough.

    Nothing is raised: a failure of one network leaves those untold whom it would have told about.
    """
    networks = await _signed_in_first(home)
    described, failures = await _describe(home, networks, accounts)
    async with home.store.unit(home.owner) as unit:
        # Who has moved may have got another account just now, and be one with somebody else.
        people = [one for one in await unit.people.all() if not one.keys.isdisjoint(accounts)]
        talked = {(tally.watched, tally.account) for tally in await unit.log.tallies()}
    keys = {key for person in people for key in person.keys}
    reachable = {watched: one for watched, one in networks.items() if watched not in failures}
    answered, more = await _ask(home, reachable, keys, older_than=FRESH)
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


async def refresh_relationships(
    home: Home, *, older_than: timedelta, accounts: Collection[AccountKey] | None = None
) -> None:
    """Ask for the relationships with these accounts, or with all who ever had an exchange.

    Raises:
        NetworkError: a network did not answer; what others told is kept.
    """
    if accounts is None:
        async with home.store.unit(home.owner) as unit:
            accounts = await unit.log.partners()
    _, failures = await _ask(home, await signed_in(home), accounts, older_than=older_than)
    for problem in failures.values():
        if not isinstance(problem, WrongAccountError):  # that account is paused, and told of
            raise problem


async def note_block(unit: Unit, watched: AccountKey, account: AccountKey, at: datetime) -> None:
    """Write down that one of two blocks the other, as a server has shown by refusing a message."""
    stances = {(told.watched, told.account): told for told in await unit.people.stances()}
    before = stances.get((watched, account))
    told = before.relationship if before is not None else Relationship()
    if told.blocking:
        return  # that explains it
    blocked = replace(told, blocked_by=True)
    await unit.people.save_stances([stance(before, watched, account, blocked, at)])


async def _describe(
    home: Home, networks: Mapping[AccountKey, Network], accounts: Collection[AccountKey]
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
        async with home.store.unit(home.owner) as unit:
            await unit.people.save(found.values())
    return described, failures


async def _ask(
    home: Home,
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
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        known = {(one.watched, one.account): one for one in await unit.people.stances()}
        public = await _public(home, unit)
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
        now = home.clock.now()
        silent = [
            account
            for account in wanted
            if account not in told and (watched, account) not in ever_told
        ]
        heard = {**dict.fromkeys(silent, Relationship()), **told}
        async with home.store.unit(home.owner) as unit:
            await unit.people.save_stances(
                stance(known.get((watched, account)), watched, account, relationship, now)
                for account, relationship in heard.items()
            )
    return answered, failures


def _channels(person: Person, talked: Collection[Pair]) -> list[Pair]:
    """Between which accounts the two have talked, as somebody's accounts are now."""
    pairs = [(watched, person.now_at(account)) for watched, account in sorted(talked)]
    return [(watched, account.key) for watched, account in pairs if account is not None]


async def _signed_in_first(home: Home) -> dict[AccountKey, Network]:
    """The networks, those first on which the owner is signed in: these show moves for certain."""
    networks = await signed_in(home)
    async with home.store.unit(home.owner) as unit:
        public = await _public(home, unit)
    return dict(sorted(networks.items(), key=lambda item: item[0] in public))


async def _public(home: Home, unit: Unit) -> set[AccountKey]:
    """The watched accounts that have no secret."""
    keys = await keys_of_accounts(unit)
    return {keys[account] for account in home.public if account in keys}
