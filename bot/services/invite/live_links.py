"""The links of people's evidence, looked at again before they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ranking.evidence import evidence_of
from bot.errors import ImpossibleError, NetworkError
from bot.services.collect.threads import living_links
from bot.services.owner.decisions import find_person
from bot.services.ranking.scene import separations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import PersonId
    from bot.services.context import Context


async def seen_links(context: Context, names: Sequence[str]) -> Mapping[PersonId, frozenset[str]]:
    """For everyone who answers to these names, the links whose posts were seen to exist just now.

    Whoever's links could not be looked at is missing. Asks networks, so it belongs before a
    transaction, never into one.
    """
    async with context.store.unit(context.owner) as unit:
        try:
            people = [await find_person(unit, name) for name in names]
        except ImpossibleError:
            return {}  # whoever carries the command out says what is wrong with the name
        exchanges, stances = await unit.log.exchanges(), await unit.people.stances()
    found: dict[PersonId, frozenset[str]] = {}
    for person in people:
        shared = [one for one in exchanges if one.account in person.keys]
        apart = separations(one for one in stances if one.account in person.keys)
        links = evidence_of(shared, tallies=(), rounds=(), separations=apart).links
        try:
            found[person.id] = frozenset(await living_links(context, person, links))
        except NetworkError:
            continue  # the rest of the answer is worth having without links, and says so
    return found
