"""Check the links of people's evidence before they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ranking.evidence import evidence_of
from bot.errors import ImpossibleError, NetworkError
from bot.services.collect.threads import check_links
from bot.services.owner.decisions import find_person
from bot.services.ranking.facts import separations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import PersonId
    from bot.services.context import Context


async def read_live_links(
    context: Context, names: Sequence[str]
) -> Mapping[PersonId, frozenset[str]]:
    """For each person with one of these names, the links whose posts still exist.

    A person is missing if their links could not be checked. This asks the networks, so call it
    outside of a transaction.
    """
    async with context.store.unit(context.owner) as unit:
        try:
            people = [await find_person(unit, name) for name in names]
        except ImpossibleError:
            return {}  # the command itself reports what is wrong with the name
        exchanges, stances = await unit.log.exchanges(), await unit.people.stances()
    found: dict[PersonId, frozenset[str]] = {}
    for person in people:
        shared = [exchange for exchange in exchanges if exchange.account in person.keys]
        apart = separations(stance for stance in stances if stance.account in person.keys)
        links = evidence_of(shared, tallies=(), rounds=(), separations=apart).links
        try:
            found[person.id] = frozenset(await check_links(context, person, links))
        except NetworkError:
            continue  # the answer is given without links, and says so
    return found
