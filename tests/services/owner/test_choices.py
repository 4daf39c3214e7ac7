"""Choices are derived from digests, answers and time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.ranking.choice import Choice, choices
from bot.services.obey.messages import say
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def chosen(house: Household) -> dict[str, Choice]:
    """The choices by name, 31 days after a digest that named Alice and Bruno."""
    house.clock.advance(timedelta(days=31))
    await go_round(house.context)
    async with house.store.unit(house.owner) as unit:
        people = await unit.people.all()
        found = choices(people, await unit.suggestions.all(), await unit.invitations.all())
    return {person.name: found[person.id] for person in people if person.id in found}


@pytest.fixture
async def named(house: Household) -> Household:
    house.chat(house.alice, weeks=4)
    house.chat(house.bruno, weeks=4)
    await go_round(house.context)
    return house


async def test_whoever_was_passed_over_for_another_is_skipped(named: Household) -> None:
    await say(named.context, Command(Verb.SENT, ("alice@village.example",)))

    assert {"Bruno": Choice.SKIPPED} == await chosen(named)


async def test_an_owner_who_was_away_has_skipped_nobody(named: Household) -> None:
    assert {} == await chosen(named)


async def test_whoever_was_put_off_is_not_skipped(named: Household) -> None:
    await say(named.context, Command(Verb.SENT, ("alice@village.example",)))
    await say(named.context, Command(Verb.SNOOZE, ("bruno@village.example",)))

    assert {} == await chosen(named)


async def test_a_choice_that_is_taken_back_is_none(named: Household) -> None:
    await say(named.context, Command(Verb.NEVER, ("alice@village.example",)))
    await say(named.context, Command(Verb.MET, ("bruno@village.example",)))

    assert {"Alice Martin": Choice.NEVER, "Bruno": Choice.MET} == await chosen(named)

    await say(named.context, Command(Verb.UNDO))

    assert {"Alice Martin": Choice.NEVER} == await chosen(named)
