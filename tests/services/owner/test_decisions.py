from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import Standing
from bot.domain.ranking.reason import Reason
from bot.domain.schedule import Period, Unit
from bot.errors import UnknownPersonError
from bot.services.owner.decisions import find_person, say_known, say_never, snooze
from bot.services.owner.undo import undo
from bot.services.ranking.scene import current_scene
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


@pytest.fixture
async def collected(house: Household) -> Household:
    house.chat(house.alice)
    await go_round(house.context)
    return house


@pytest.mark.parametrize(
    "name",
    [
        "1",
        "alice@village.example",
        "@alice@village.example",
        "@Alice@Village.Example",
        "https://village.example/@alice",
        "alice",
        "alice martin",
        " Alice Martin ",
        "\u2068@alice@village.example\u2069",
        "\uff20alice\uff20village\uff0eexample",
        "acct:alice@village.example",
        "https://home.example/deck/@alice@village.example",
        "@alice\u200b@village\ufe0f.example\u3164",
        "https://Village.example/@Alice/",
        "village.example/@alice?lang=fr",
        "https://home.example/@alice@village.example",
        "https://village.example/users/alice",
    ],
)
async def test_a_person_is_found_by(collected: Household, name: str) -> None:
    async with collected.store.unit(collected.owner) as unit:
        found = await find_person(unit, name)

    assert found.name == "Alice Martin"


async def test_a_name_that_two_answer_to_is_asked_back(collected: Household) -> None:
    other = collected.world.join("alice", "Alice the other", host="elsewhere.example")
    collected.chat(other, weeks=1)
    await go_round(collected.context)

    async with collected.store.unit(collected.owner) as unit:
        with pytest.raises(UnknownPersonError) as problem:
            await find_person(unit, "alice")

    assert "alice@village.example" in str(problem.value)
    assert "alice@elsewhere.example" in str(problem.value)


async def test_a_slip_gets_the_nearest_handle(collected: Household) -> None:
    async with collected.store.unit(collected.owner) as unit:
        with pytest.raises(UnknownPersonError, match=r"Did you mean alice@village\.example\?"):
            await find_person(unit, "alcie@village.example")


async def test_a_number_that_no_digest_gave_is_nobody(collected: Household) -> None:
    async with collected.store.unit(collected.owner) as unit:
        with pytest.raises(UnknownPersonError, match="number 7"):
            await find_person(unit, "7")


async def test_never_and_known_hold_and_are_undone_latest_first(collected: Household) -> None:
    verbs = []
    standings = []
    async with collected.store.unit(collected.owner) as unit:
        alice = await find_person(unit, "alice")
        await say_known(unit, [alice], collected.clock.now())
        await say_never(unit, await find_person(unit, "alice"), collected.clock.now())

        while (undone := await undo(unit, collected.clock.now())) is not None:
            verbs.append(undone.decision.verb)
            standings.append((await find_person(unit, "alice")).standing)

    assert verbs == ["never", "known"]
    assert standings == [Standing.KNOWN, Standing.NEW]


async def test_a_snooze_ends_by_itself_after_whole_days(collected: Household) -> None:
    collected.clock.advance(timedelta(days=100))
    weeks = Period(3, Unit.WEEK)
    async with collected.store.unit(collected.owner) as unit:
        alice = await find_person(unit, "alice")
        until = await snooze(unit, alice, weeks, collected.owner, collected.clock.now())

    assert until.isoformat() == "2026-12-30"
    assert await reason(collected) is Reason.SNOOZED
    collected.clock.advance(timedelta(weeks=3))
    assert await reason(collected) is Reason.ALLOWED


async def reason(house: Household) -> Reason:
    (alice,) = (await current_scene(house.context)).ranked()
    return alice.verdict.reason
