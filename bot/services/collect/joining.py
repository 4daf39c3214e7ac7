"""Join the accounts that are one person's, on proof; find the pairs to ask the owner about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import Standing
from bot.domain.people.join import Join, JoinState
from bot.errors import NetworkError
from bot.services.context import signed_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Account, AccountKey, Person, PersonId
    from bot.domain.people.join import Pair
    from bot.domain.people.proof import Match
    from bot.ports import Unit
    from bot.services.context import Context

FRESH: Final = timedelta(days=1)
"""Accounts are joined on profiles that were seen within this time: handles change hands."""


async def join_on_proof(context: Context) -> None:
    """Join the people of whom two accounts are proven to be one person's.

    Both profiles are read again first, if they were not seen for a day; where that fails, they are
    not joined this time. Nothing is joined that the owner has parted, and nobody with two accounts
    in use on one network, but by a bridge: those are asked about.
    """
    async with context.store.unit(context.owner) as unit:
        known = await _read(unit)
    now = context.clock.now()
    proven = [match for match in known.matches() if known.may_join(match)]
    stale = {key for match in proven for key in match.pair if not known.is_fresh(key, now)}
    if stale:
        await _describe(context, stale)
    if not proven:
        return
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        known = await _read(unit)
        for match in known.matches():
            if known.may_join(match) and all(known.is_fresh(key, now) for key in match.pair):
                join = Join(*match.pair, JoinState.JOINED, match.proof, now)
                await unit.people.relate([join])
                known = await _read(unit)


async def hints(unit: Unit) -> list[tuple[Person, Person, Match]]:
    """The people to ask the owner about: nothing was decided about them, or asked."""
    known = await _read(unit)
    asked = {frozenset(known.both(join.pair)) for join in known.joins}
    found = {
        both: (known.whose[match.pair[0]], known.whose[match.pair[1]], match)
        for match in reversed(known.matches())
        if (both := known.both(match.pair)) not in asked and not known.may_join(match)
    }
    return [found[both] for both in reversed(found)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of accounts; `active` are those of people whom the owner talked with."""

    accounts: Mapping[AccountKey, Account]
    whose: Mapping[AccountKey, Person]
    joins: Sequence[Join]
    active: Collection[AccountKey]
    own: Collection[AccountKey]

    def both(self, pair: Pair) -> frozenset[PersonId]:
        """Whose these two accounts are."""
        return frozenset(self.whose[key].id for key in pair if key in self.whose)

    def matches(self) -> list[Match]:
        """What the profiles say of two people, neither of them parted, nor the owner."""
        from bot.domain.people.proof import matches  # noqa: PLC0415 (it takes its time to load)

        apart = {self.both(join.pair) for join in self.joins if join.state is JoinState.APART}
        others = [account for key, account in self.accounts.items() if key not in self.own]
        return [
            match
            for match in matches(others, self.active)
            if len(both := self.both(match.pair)) > 1 and both not in apart
        ]

    def may_join(self, match: Match) -> bool:
        """Whether two people may be joined without asking."""
        if not match.proof.is_proof:
            return False
        if any(self.accounts[key].is_copy for key in match.pair):
            return True
        networks = [
            account.key.network
            for person in {self.whose[key].id: self.whose[key] for key in match.pair}.values()
            for account in person.accounts
            if account.is_in_use and not account.is_copy
        ]
        return len(networks) == len(set(networks))

    def is_fresh(self, key: AccountKey, now: datetime) -> bool:
        """Whether the profile was seen lately."""
        seen = self.accounts[key].described_at
        return seen is not None and timedelta(0) <= now - seen <= FRESH


async def _read(unit: Unit) -> _Known:
    people, partners = await unit.people.all(), await unit.log.partners()
    return _Known(
        accounts={account.key: account for person in people for account in person.accounts},
        whose={key: person for person in people for key in person.keys},
        joins=await unit.people.joins(),
        active={
            key
            for person in people
            if person.standing is not Standing.NEW or not person.keys.isdisjoint(partners)
            for key in person.keys
        },
        own={watch.key for watch in await unit.watches.all()},
    )


async def _describe(context: Context, keys: Collection[AccountKey]) -> None:
    """Read these profiles again, each by the first network that can."""
    for watched, network in (await signed_in(context)).items():
        wanted = sorted(key for key in keys if key.network is watched.network)
        if not wanted:
            continue
        try:
            found = await network.describe(wanted)
        except NetworkError:
            continue  # they are not joined this time, as they were not seen
        async with context.store.unit(context.owner) as unit:
            await unit.people.save(found.values(), context.clock.now())
