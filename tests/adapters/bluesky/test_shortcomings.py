"""What `doctor` says of an account on Bluesky: whether a digest would arrive, and what fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import AccountKey, NetworkName
from tests.adapters.bluesky.server import HANDLE, ME, Answer

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from tests.adapters.bluesky.server import Place

BOT = AccountKey(NetworkName.BLUESKY, "did:plc:bot222222222222222222222")
RECORDS, STATUS = "com.atproto.repo.listRecords", "chat.bsky.actor.getStatus"
AVAILABLE = "chat.bsky.convo.getConvoAvailability"


def tell(
    place: Place, *, allowed: str | None, followed: bool, can_chat: bool, status: Answer
) -> None:
    viewer = {"following": "at://x"} if followed else {}
    place.world.profiles = {
        ME: {"did": ME, "handle": HANDLE, "associated": {"chat": {"allowIncoming": allowed}}},
        BOT.id: {"did": BOT.id, "handle": "bot.example", "viewer": viewer},
    }
    place.world.more = {
        RECORDS: lambda _: Answer({"records": []}),
        STATUS: lambda _: status,
        AVAILABLE: lambda _: Answer({"canChat": can_chat}),
    }


@pytest.mark.parametrize(
    ("allowed", "followed", "said"),
    [
        ("all", True, ""),
        ("all", False, ""),
        ("following", True, ""),
        ("following", False, "only from people it follows"),
        ("none", True, "allowIncoming: none"),
        ("none", False, "allowIncoming: none"),
        (None, True, ""),
        (None, False, "only from people it follows"),
        ("someone", True, ""),
        ("someone", False, "only from people it follows"),
    ],
)
async def test_a_digest_that_would_not_arrive_is_told(
    place: Place, clock: StoppedClock, allowed: str | None, *, followed: bool, said: str
) -> None:
    old = Answer.error(501, "MethodNotImplemented")
    tell(place, allowed=allowed, followed=followed, can_chat=not said, status=old)

    found = await place.network(clock).shortcomings(BOT)

    assert bool(said) == bool(found)
    assert all(said in sentence for sentence in found)
    assert () == tuple(await place.network(clock).shortcomings(None))


async def test_a_conversation_goes_on_whatever_the_setting(
    place: Place, clock: StoppedClock
) -> None:
    tell(place, allowed="none", followed=False, can_chat=True, status=Answer({}))

    assert [] == await place.network(clock).shortcomings(BOT)


@pytest.mark.parametrize("value", [True, "true", 1])
async def test_an_account_that_is_shut_out_of_the_chat_is_told(
    place: Place, clock: StoppedClock, value: object
) -> None:
    shut = Answer({"chatDisabled": value})
    tell(place, allowed="all", followed=True, can_chat=True, status=shut)

    (said,) = await place.network(clock).shortcomings(BOT)
    obstacle = await place.network(clock).obstacle(BOT.id)

    assert "chatDisabled" in said
    assert obstacle is not None
    assert "chatDisabled" in obstacle.said


async def test_somebody_who_is_shut_out_of_the_chat_is_told(
    place: Place, clock: StoppedClock
) -> None:
    tell(place, allowed="all", followed=True, can_chat=True, status=Answer({}))
    members = [{"did": ME, "handle": HANDLE}, {"did": BOT.id, "chatDisabled": True}]
    place.world.more[AVAILABLE] = lambda _: Answer(
        {"canChat": True, "convo": {"id": "c", "members": members}}
    )

    obstacle = await place.network(clock).obstacle(BOT.id)

    assert obstacle is not None
    assert "nothing arrives there" in obstacle.said


async def test_what_fails_is_told_in_the_servers_words(place: Place, clock: StoppedClock) -> None:
    post = {"uri": f"at://{ME}/app.bsky.feed.post/3m62222222222", "value": {}}
    place.world.profiles = {ME: {"did": ME, "handle": HANDLE}}
    place.world.more = {
        RECORDS: lambda _: Answer({"records": [post]}),
        "app.bsky.feed.getPostThread": lambda _: Answer.error(500, "Fault", "no ancestors today"),
    }

    (said,) = await place.network(clock).shortcomings(None)

    assert "no ancestors today" in said
    assert "Threads are left out" in said
