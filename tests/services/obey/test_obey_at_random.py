"""Obey ten thousand random messages: commands, near-commands and other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.meeting.suggestion import Suggestion
from bot.services.collect.collecting import collect
from bot.services.invite.prepared import NOTHING, prepare
from bot.services.obey.messages import answer
from tests.domain.commands.commands_at_random import READING, samples
from tests.services.household import Household
from tests.stores import changes

if TYPE_CHECKING:
    from bot.ports import Unit
    from tests.domain.commands.commands_at_random import Sample

pytestmark = pytest.mark.anyio

NUMBERS = range(1, 100)


async def test_no_message_ends_in_an_error_or_does_what_it_does_not_mean() -> None:
    house = await everybody_suggested()
    wrong, effects = [], 0
    async with house.store.unit(house.owner) as unit:
        before = await facts(unit)
    written = await changes(house.store)
    for sample in samples(seed=17, count=4_000):
        asked = understand(sample.text)
        prepared = await prepare(house.context, asked) if isinstance(asked, Command) else NOTHING
        async with house.store.unit(house.owner) as unit:
            assert await answer(house.context, unit, asked, prepared) != ""
        if written == (written := await changes(house.store)):
            continue
        async with house.store.unit(house.owner) as unit:
            after = await facts(unit)
        changed, before = after != before, after
        effects += changed
        if changed and not may_change(sample):
            wrong.append(sample)

    assert wrong == []
    assert effects > 40


async def everybody_suggested() -> Household:
    """Digests have used all numbers: half of them for Alice, half for Bruno."""
    house = Household()
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.context)
    async with house.store.unit(house.owner) as unit:
        people = list(await unit.people.all())
        await unit.suggestions.add(
            Suggestion(people[number % 2].id, number, house.clock.now(), 1, house.clock.now())
            for number in NUMBERS
        )
    return house


async def facts(unit: Unit) -> tuple[object, ...]:
    """The state that a command may change."""
    return (
        [(person.standing, person.snoozed_until) for person in await unit.people.all()],
        list(await unit.invitations.all()),
        list(await unit.meetings.all()),
        [(row.id, row.state) for row in await unit.outbox.all()],
        [await unit.preferences.get(name) for name in ("goal", "paused")],
    )


def may_change(sample: Sample) -> bool:
    return any(meaning is not None and meaning[0] not in READING for meaning in sample.meanings)
