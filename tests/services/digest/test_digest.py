from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.network import MemoryNetwork
from adapters.memory.world import World
from bot.domain.digest import Outcome
from bot.domain.people.identity import NetworkName
from bot.domain.talk.interaction import Visibility
from bot.errors import RefusedError, SignInError, UnreachableError
from bot.services.digest.due import next_due
from bot.services.rounds.cycle import go_round
from tests.builders import at
from tests.services.household import Household

if TYPE_CHECKING:
    from adapters.memory.failures import Operation
    from bot.errors import NetworkError
    from bot.services.rounds.cycle import Round

pytestmark = pytest.mark.anyio


async def rounds(house: Household, *, days: float, every: timedelta) -> list[Round]:
    end = house.clock.now() + timedelta(days=days)
    done = []
    while house.clock.now() < end:
        done.append(await go_round(house.context))
        house.clock.advance(every)
    return done


async def test_the_first_digest_goes_out_when_the_first_back_fill_is_complete(
    house: Household,
) -> None:
    house.chat(house.alice)

    done = await go_round(house.context)

    assert done.digest is Outcome.QUEUED
    (text,) = house.received()
    assert "Alice Martin" in text
    assert text.endswith("ref001")


async def test_a_second_round_sends_nothing(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)

    again = await go_round(house.context)

    assert (again.digest, list(again.delivered)) == (None, [])
    assert len(house.received()) == 1


async def test_the_next_digest_comes_at_the_wall_time_with_other_people(house: Household) -> None:
    house = Household(people=1)
    house.chat(house.bruno, weeks=4)
    house.chat(house.alice, weeks=5)
    started = house.clock.now()
    assert started == at("2026-10-05 09:00")

    done = await rounds(house, days=21, every=timedelta(hours=3))

    sent = [round_done for round_done in done if round_done.digest is Outcome.QUEUED]
    assert len(sent) == 2
    first, second = house.received()
    assert "Alice Martin" in first
    assert "Bruno" in second
    assert second.startswith("Sunday 25 October")
    assert "2 · Bruno" in second


async def test_nobody_hears_of_the_same_person_again_for_ninety_days(house: Household) -> None:
    house.chat(house.alice)

    for _ in range(30):
        house.chat(house.alice, weeks=1)
        await go_round(house.context)

    suggested = [text for text in house.received() if "Alice" in text]
    assert len(suggested) == 3


async def test_nobody_to_suggest_is_met_with_silence(house: Household) -> None:
    house.chat(house.alice, weeks=1)

    done = await go_round(house.context)

    assert done.digest is Outcome.QUIET
    assert house.received() == []


async def test_who_does_not_want_silence_gets_one_line() -> None:
    house = Household(quiet_when_empty=False)
    house.chat(house.alice, weeks=1)

    await go_round(house.context)

    (text,) = house.received()
    assert "Nobody to suggest this time." in text


async def test_a_digest_missed_by_a_few_hours_is_sent_late_once(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)
    house.chat(house.bruno, weeks=4)
    due = await next_due(house.context)
    assert due is not None
    house.turn_to(due + timedelta(hours=23))

    done = await rounds(house, days=0.5, every=timedelta(hours=1))

    assert [Outcome.QUEUED] == [round_done.digest for round_done in done if round_done.digest]


async def test_a_digest_missed_by_more_than_a_day_is_skipped(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)
    house.chat(house.bruno, weeks=4)
    due = await next_due(house.context)
    assert due is not None
    house.turn_to(due + timedelta(hours=25))

    done = await go_round(house.context)

    assert done.digest is Outcome.SKIPPED
    assert len(house.received()) == 1


async def test_the_first_digest_waits_for_the_other_accounts_a_day(house: Household) -> None:
    house.chat(house.alice)
    elsewhere = World(NetworkName.MASTODON, house.clock, "elsewhere.example")
    other = MemoryNetwork(elsewhere, elsewhere.join("me"), house.owner.id)
    networks = {**house.context.networks, "@me@elsewhere.example": other}
    object.__setattr__(house.context, "networks", networks)

    elsewhere.failures.queue("whoami", SignInError("not accepted"))

    early = await go_round(house.context)
    house.clock.advance(timedelta(hours=24))
    elsewhere.failures.queue("whoami", SignInError("not accepted"))
    late = await go_round(house.context)

    assert early.digest is None
    assert late.digest is Outcome.QUEUED


async def test_only_links_that_still_exist_are_shown(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)
    posts = [post for post in house.world.ledger.posts.values() if post.author == house.alice]
    other = Household()
    other.chat(other.alice)
    theirs = [post for post in other.world.ledger.posts.values() if post.author == other.alice]
    other.world.delete(theirs[-1].uri)

    await go_round(other.context)

    assert posts[-1].url in house.received()[0]
    assert theirs[-1].url not in other.received()[0]


async def test_the_latest_shared_thread_is_cited(house: Household) -> None:
    house.chat(house.alice, weeks=4, about="compost")

    await go_round(house.context)

    (text,) = house.received()
    assert "our thread about ‘A long question about compost, number 3?’" in text


async def test_a_thread_is_cited_by_its_beginning_whomever_that_was_for(house: Household) -> None:
    chloe = house.world.join("chloe", "Chloé")
    for _ in range(4):
        root = house.world.post(chloe, "Could a seed library live in the town hall?")
        answer = house.world.post(
            house.alice, "And then we could lend the beans to everybody.", reply_to=root
        )
        said = house.world.post(
            house.me, "I’d sort the tins.", reply_to=answer, mentions=(house.alice,)
        )
        house.world.post(house.alice, "Lovely, do.", reply_to=said, mentions=(house.me,))
        house.clock.advance(timedelta(days=7))

    await go_round(house.context)

    assert "our thread about ‘Could a seed library live in the town hall?’" in house.received()[0]


@pytest.mark.parametrize("hidden", ["deleted", "private"])
async def test_where_the_beginning_cannot_be_seen_only_the_link_is_cited(
    house: Household, hidden: str
) -> None:
    visibility = Visibility.FOLLOWERS if hidden == "private" else Visibility.PUBLIC
    for _ in range(4):
        root = house.world.post(house.me, "A seed library in the town hall?", visibility=visibility)
        answer = house.world.post(
            house.alice,
            "I would bring the tins for the beans.",
            reply_to=root,
            mentions=(house.me,),
        )
        house.world.post(house.me, "Good.", reply_to=answer, mentions=(house.alice,))
        if hidden == "deleted":
            house.world.delete(root)
        house.clock.advance(timedelta(days=7))

    await go_round(house.context)

    assert "our thread about" not in house.received()[0]


async def test_a_beginning_that_cannot_be_asked_for_leaves_the_link(house: Household) -> None:
    house.chat(house.alice)
    house.world.failures.queue("beginning", UnreachableError("internal error"))

    await go_round(house.context)

    (text,) = house.received()
    assert "our thread (https://village.example/@alice/" in text


async def test_a_network_that_is_away_postpones_the_digest(house: Household) -> None:
    house.chat(house.alice)
    house.world.failures.queue("describe", UnreachableError("no route"))

    failed = await go_round(house.context)
    done = await go_round(house.context)

    assert [str(error) for error in failed.errors] == ["no route"]
    assert failed.digest is None
    assert done.digest is Outcome.QUEUED
    assert len(house.received()) == 1


@pytest.mark.parametrize("error", [UnreachableError("500"), RefusedError("403")])
@pytest.mark.parametrize("operation", ["exists", "thread"])
async def test_what_only_adorns_the_digest_does_not_stop_it(
    house: Household, operation: Operation, error: NetworkError
) -> None:
    house.chat(house.alice)
    house.world.failures.queue(operation, *[error] * 9)

    done = await go_round(house.context)

    assert (Outcome.QUEUED, []) == (done.digest, list(done.errors))
    (text,) = house.received()
    assert "Alice Martin" in text
    assert ("our thread about" in text) is (operation == "exists")


async def test_no_digest_ever_mentions_anyone(house: Household) -> None:
    eve = house.world.join("eve", "@alice@village.example @me@village.example")
    house.chat(eve)

    await go_round(house.context)

    text = "\n".join(house.received())
    assert "(at) alice" in text
    assert "@" not in text.replace("https://village.example/@", "")


async def test_a_digest_that_is_due_is_the_next_one(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)
    due = await next_due(house.context)
    assert due is not None
    house.turn_to(due + timedelta(hours=1))

    assert await next_due(house.context) == due
