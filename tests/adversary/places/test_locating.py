"""Trips, nearness and lists by town locate nobody but who may be located."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.calendar.reading import read
from adapters.calendar.request import Request, Text
from bot.cli.output import near_json
from bot.domain.people.place import Nearness
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.delivery.deliver import deliver
from bot.services.digest.composing import compose
from bot.services.digest.occurrence import prepare_digest, write
from bot.services.owner.trips import asked_stays, town_of
from bot.services.ranking.explain import judge
from bot.services.ranking.nearby import nearby
from bot.services.ranking.scene import read_scene
from bot.services.rounds.cycle import go_round
from tests.adapters.calendar.text import calendar
from tests.adversary.exclusions import ALICE, EXCLUDED, describe
from tests.builders import at
from tests.services.household import Household
from tests.services.situations import tell

if TYPE_CHECKING:
    from bot.domain.ranking.reason import Reason

pytestmark = pytest.mark.anyio

BRUNO = "@bruno@village.example"
SIGNS = ("Lyon", "town", "far", "near", "reach", "km", "trip")


@pytest.fixture
async def house() -> Household:
    """Alice and Bruno both live in Lyon, and the owner goes there next week."""
    house = Household()
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.context)
    for who in (house.alice, house.bruno):
        house.world.describe(replace(house.world.account(who), bio="Based in Lyon."))
    await read_anew(house.context, [house.alice, house.bruno])
    await tell(house, "place home Rennes")
    await tell(house, "trip Lyon 4-6 oct")
    return house


async def letter(house: Household) -> str:
    digest = await compose(house.context, house.clock.now())
    return "\n".join(text for text, _ in write(house.context, digest))


async def near(house: Household, town: str | None = None) -> dict[str, Nearness]:
    """What `people --near` goes by."""
    async with house.store.unit(house.owner) as unit:
        scene = await read_scene(unit, house.context, house.clock.now())
        stays = await asked_stays(house.context, unit, town)
        people = scene.facts.people
        found = await nearby(house.context, unit, scene, people, stays)
    return {person.name: found[person.id].proximity.nearness for person in people}


async def test_both_are_told_of_while_neither_is_excluded(house: Household) -> None:
    said = await letter(house)

    assert "Bruno and Alice Martin are both in Lyon." in said
    assert {"Bruno": Nearness.SAME_TOWN, "Alice Martin": Nearness.SAME_TOWN}.items() <= (
        await near(house)
    ).items()


@pytest.mark.parametrize("reason", EXCLUDED)
async def test_no_line_of_a_digest_places_who_is_excluded(house: Household, reason: Reason) -> None:
    await EXCLUDED[reason](house)

    said = await letter(house)
    assert "Alice" not in said
    assert "both" not in said


@pytest.mark.parametrize("reason", EXCLUDED)
@pytest.mark.parametrize("town", [None, "", "Lyon"])
async def test_no_list_by_town_has_who_is_excluded(
    house: Household, reason: Reason, town: str | None
) -> None:
    await EXCLUDED[reason](house)

    assert Nearness.UNKNOWN is (await near(house, town))["Alice Martin"]


@pytest.mark.parametrize("reason", EXCLUDED)
async def test_why_says_nothing_of_how_near_who_is_excluded_lives(
    house: Household, reason: Reason
) -> None:
    await EXCLUDED[reason](house)

    name, why = (await tell(house, f"why {ALICE}")).splitlines()
    assert "Alice Martin" == name
    assert not any(sign in why for sign in SIGNS)
    async with house.store.unit(house.owner) as unit:
        everybody = await unit.people.all()
        [person] = [person for person in everybody if person.name == "Alice Martin"]
        [judged] = await judge(house.context, unit, [person])
    assert set(near_json(None)) == set(near_json(judged.near))
    assert not any(sign in json.dumps(near_json(judged.near)) for sign in ("Lyon", "2026"))


@pytest.mark.parametrize("reason", EXCLUDED)
async def test_no_question_where_they_live_names_who_is_excluded(
    house: Household, reason: Reason
) -> None:
    await describe(house, bio="NYC / Lyon")
    assert "NYC" in await letter(house)

    await EXCLUDED[reason](house)
    assert "NYC" not in await letter(house)
    assert "NYC" not in await tell(house, f"why {ALICE}")


async def test_a_digest_on_its_way_does_not_place_who_is_excluded_by_then(house: Household) -> None:
    await prepare_digest(house.context)
    house.clock.advance(timedelta(minutes=2))
    house.world.block(house.alice, house.me)
    await deliver(house.context)
    await go_round(house.context)

    said = "\n".join(house.received())
    assert "Bruno" in said
    assert "Alice" not in said
    assert "both" not in said


async def test_who_never_answered_is_in_no_list_by_town() -> None:
    house = Household()
    house.chat(house.bruno)
    house.world.describe(replace(house.world.account(house.alice), bio="📍 Lyon"))
    for _ in range(5):
        house.world.post(house.me, "Hello Alice, I’ll be in Lyon!", mentions=(house.alice,))
        house.clock.advance(timedelta(days=1))
    await collect(house.context)
    await read_anew(house.context, [house.alice])
    await tell(house, "trip Lyon 4-6 oct")

    assert "I note no place for Alice Martin" in await tell(house, f"place {ALICE} Lyon")
    for town in (None, "Lyon"):
        assert Nearness.UNKNOWN is (await near(house, town))["Alice Martin"]
    assert "Alice" not in await letter(house)


async def test_moving_home_and_reach_about_tells_no_more_than_the_town(house: Household) -> None:
    """No distance is told, and all who name one town are equally near, wherever one stands."""
    await describe(house, bio="Based in Lyon, rue de la République 12.")
    await tell(house, "trip cancel Lyon")
    for town in ("Lyon", "Villeurbanne", "Vienne, France", "Paris, France", "Kyoto"):
        for reach in (1.0, 5.0, 50.0, 500.0):
            wishes = replace(house.context.wishes, reach=reach)
            house.context = replace(house.context, wishes=wishes)
            found = await near(house, town)
            assert found["Alice Martin"] is found["Bruno"]
            await tell(house, f"place home {town}")
            said = (await tell(house, f"why {ALICE}")).splitlines()
            assert not any(" km" in line for line in said if line != "Within 50 km of you.")
            assert not any("République" in line for line in said)


async def test_nobody_is_placed_by_what_somebody_else_says(house: Household) -> None:
    await describe(house, bio="Seeds and bread.")
    house.world.describe(
        replace(
            house.world.account(house.bruno),
            bio="Based in Lyon, like Alice Martin (alice@village.example lives in Lyon)",
        )
    )
    house.world.post(house.bruno, "Alice Martin lives in Lyon", mentions=(house.me, house.alice))
    await collect(house.context)
    await read_anew(house.context, [house.bruno])

    assert Nearness.UNKNOWN is (await near(house, "Lyon"))["Alice Martin"]
    assert "both" not in await letter(house)


async def test_who_takes_their_place_out_of_the_profile_is_near_nothing(house: Household) -> None:
    await describe(house, bio="Seeds and bread.")

    assert Nearness.UNKNOWN is (await near(house))["Alice Martin"]
    said = await letter(house)
    assert "both" not in said
    assert "Alice Martin" in said


async def test_a_place_taken_out_after_the_draft_is_in_no_message(house: Household) -> None:
    assert "I’ll be in Lyon" in await tell(house, f"draft {ALICE}")
    await describe(house, bio="Seeds and bread.")

    assert "A place or a trip has changed" in await tell(house, f"send {ALICE}")
    assert "Lyon" not in await tell(house, f"draft {ALICE}")


@pytest.mark.parametrize(
    "lines",
    [
        "STATUS:TENTATIVE",
        "STATUS:CANCELLED",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:me@village.example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@village.example",
        "ATTENDEE:mailto:me@village.example",
    ],
)
def test_what_a_stranger_puts_into_a_calendar_is_no_trip(lines: str) -> None:
    """An invitation that the owner has not accepted does not say where they are."""
    text = calendar(f"UID:1\nSUMMARY:Trip to Lyon\nDTSTART;VALUE=DATE:20261004\n{lines}")
    answer = read(
        Request(
            texts=(Text(text.encode()),),
            start=at("2026-10-01 00:00"),
            end=at("2026-10-30 00:00"),
            zone="Europe/Paris",
            address="me@village.example",
            trips=True,
        )
    )

    assert () == answer.days


async def test_a_calendar_places_nobody_but_the_owner(house: Household) -> None:
    await describe(house, bio="Seeds and bread.")
    text = calendar(
        "UID:1\nSUMMARY:Alice Martin lives in Lyon\nDTSTART;VALUE=DATE:20261004\n"
        "ATTENDEE;CN=Alice Martin;PARTSTAT=ACCEPTED:mailto:alice@village.example"
    )
    request = Request(
        texts=(Text(text.encode()),),
        start=at("2026-10-01 00:00"),
        end=at("2026-10-30 00:00"),
        zone="Europe/Paris",
        trips=True,
    )
    [days] = read(request).days

    assert date(2026, 10, 4) == days.first
    assert town_of(days, house.context.gazetteer) is None
    assert Nearness.UNKNOWN is (await near(house, "Lyon"))["Alice Martin"]


async def test_the_owner_s_trip_is_told_to_nobody_but_in_a_text_they_approve(
    house: Household,
) -> None:
    before = len(house.world.ledger.posts)
    await go_round(house.context)
    await tell(house, f"draft {ALICE}")
    await go_round(house.context)

    told = list(house.world.ledger.posts.values())[before:]
    assert told
    assert {(house.me,)} == {post.mentions for post in told}
    assert {house.bot} == {post.author for post in told}
