"""An unexpected error about one thing affects that thing only, and is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.talk.log import fold as fold_as_it_is
from bot.errors import UnexpectedError
from bot.services.collect.threads import check_links as links_as_they_are
from bot.services.doctor.checks import check_store
from bot.services.obey.commands import carry_out as carried_out_as_it_is
from bot.services.obey.messages import obey
from bot.services.ranking.scene import Scene, current_scene
from bot.services.rounds.cycle import go_round
from tests.services.household import Household

if TYPE_CHECKING:
    from bot.domain.people.identity import Person

pytestmark = pytest.mark.anyio

PRIVATE = "a secret that somebody wrote"


class Broken:
    """A network with one operation that raises an unexpected error."""

    def __init__(self, network: Any, *parts: str) -> None:  # noqa: ANN401 (any network)
        self._network = network
        self._parts = parts

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever it is)
        if name in self._parts:
            raise ZeroDivisionError(PRIVATE)
        return getattr(self._network, name)


@pytest.fixture
def house() -> Household:
    house = Household()
    house.chat(house.alice)
    house.chat(house.bruno)
    return house


async def told(house: Household) -> str:
    findings = await check_store(house.context, "here")
    return "\n".join(
        f"{finding.subject}: {finding.said}\n{finding.details}"
        for finding in findings
        if not finding.fine
    )


async def test_one_account_never_stops_the_others(house: Household) -> None:
    broken = Broken(house.network, "history")
    networks = {"@broken@village.example": broken, **house.context.networks}
    house.context = replace(house.context, networks=networks)

    done = await go_round(house.context)
    house.clock.advance(timedelta(hours=25))
    await go_round(house.context)

    assert any(isinstance(problem, UnexpectedError) for problem in done.errors)
    assert "Alice Martin" in "".join(house.received())
    said = await told(house)
    assert "account @broken@village.example: ZeroDivisionError" in said
    assert "2 times" in said
    assert PRIVATE not in said


async def test_one_post_that_the_log_cannot_take_is_put_aside(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fold_as_it_is

    def fold(*given: Any) -> Any:  # noqa: ANN401 (as the domain's)
        owner, stored, seen, withdrawn = given
        seen = list(seen)
        if any("number 2" in (interaction.text or "") for interaction in seen):
            raise OverflowError(PRIVATE)
        return whole(owner, stored, seen, withdrawn)

    monkeypatch.setattr("adapters.store.unit.log.fold", fold)

    await go_round(house.context)

    async with house.store.unit(house.owner) as unit:
        assert 24 - 1 == await unit.log.count()  # one of the two has lost its text by its age
        assert 1 == sum((await unit.watches.quarantined()).values())
        [watch] = [watch for watch in await unit.watches.all() if watch.account.startswith("@me")]
        assert watch.complete_at is not None
    assert "Alice Martin" in "".join(house.received())


async def test_one_person_takes_no_others_with_them(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Scene.judge

    def judge(scene: Scene, person: Person, *given: Any, **more: Any) -> Any:  # noqa: ANN401
        if person.name == "Bruno":
            raise ZeroDivisionError(PRIVATE)
        return whole(scene, person, *given, **more)

    monkeypatch.setattr(Scene, "judge", judge)

    await go_round(house.context)

    assert "Alice Martin" in "".join(house.received())
    assert "Bruno" not in "".join(house.received())
    assert ["Alice Martin"] == [
        ranked.person.name for ranked in (await current_scene(house.context)).ranked()
    ]
    assert "unexpected: person " in await told(house)


async def test_a_list_keeps_whom_it_leaves_out_for_a_defect(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    await go_round(house.context)
    house.world.write(house.me, house.bot, "hello")
    await go_round(house.context)
    whole = Scene.judge

    def judge(scene: Scene, person: Person, *given: Any, **more: Any) -> Any:  # noqa: ANN401
        if person.name == "Bruno":
            raise ZeroDivisionError(PRIVATE)
        return whole(scene, person, *given, **more)

    monkeypatch.setattr(Scene, "judge", judge)
    house.clock.advance(timedelta(minutes=1))
    house.world.write(house.me, house.bot, "list")

    await obey(house.context)

    assert "unexpected: person " in await told(house)


async def test_one_entry_of_a_digest_takes_no_others_with_it(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = links_as_they_are

    async def check_links(context: Any, person: Person, links: Any) -> Any:  # noqa: ANN401
        if person.name == "Bruno":
            raise ZeroDivisionError(PRIVATE)
        return await whole(context, person, links)

    monkeypatch.setattr("bot.services.digest.composing.check_links", check_links)

    await go_round(house.context)

    assert "Alice Martin" in "".join(house.received())
    assert "Bruno" not in "".join(house.received())


async def test_a_message_that_cannot_be_acted_upon_stops_none_after_it(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    await go_round(house.context)
    house.world.write(house.me, house.bot, "hello")
    await go_round(house.context)
    whole = carried_out_as_it_is

    async def carry_out(*given: Any) -> str:  # noqa: ANN401
        if given[2].verb.value == "list":
            raise ZeroDivisionError(PRIVATE)
        return await whole(*given)

    monkeypatch.setattr("bot.services.obey.messages.carry_out", carry_out)
    for text in ("list", "help"):
        house.clock.advance(timedelta(minutes=1))
        house.world.write(house.me, house.bot, text)

    answers = [done.answer for done in await obey(house.context)]

    assert "Something went wrong with that, and nothing was done." == answers[0]
    assert "snooze" in answers[1]
    assert [] == await obey(house.context)


async def test_a_defect_while_sending_is_never_sent_again_blindly(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = type(house.bot_network).send

    async def send(network: Any, message: Any) -> Any:  # noqa: ANN401
        await whole(network, message)
        raise ZeroDivisionError(PRIVATE)

    monkeypatch.setattr(type(house.bot_network), "send", send)
    for _ in range(8):
        await go_round(house.context)
        house.clock.advance(timedelta(minutes=1))

    assert 1 == sum("1/" in text or "Alice" in text for text in house.received()[:1])
    assert len(house.received()) == len(set(house.received()))


async def test_nothing_that_somebody_wrote_is_kept_of_a_mishap(house: Household) -> None:
    broken = Broken(house.network, "history")
    networks = {"@me@village.example": broken}
    house.context = replace(house.context, networks=networks)

    await go_round(house.context)

    async with house.store.unit(house.owner) as unit:
        [mishap] = await unit.mishaps.all()
    assert PRIVATE not in mishap.traceback + mishap.error
    assert "ZeroDivisionError" in mishap.error
