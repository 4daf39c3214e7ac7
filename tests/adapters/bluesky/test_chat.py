"""Messages: few, slow, once, and with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from adapters.bluesky.message.chat import MESSAGES_A_DAY
from adapters.bluesky.message.facets import links
from bot.errors import (
    ClosedError,
    RateLimitedError,
    RefusedError,
    SignInError,
    UncertainError,
    UnreachableError,
)
from bot.ports import CouldNotTell, Cursor, Found, Message, NotThere, RemoteId
from tests.adapters.bluesky.server import ME, Answer, Asked

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from tests.adapters.bluesky.server import Place

THEM = "did:plc:anouk2222222222222222222"
SEND = "chat.bsky.convo.sendMessage"
AVAILABLE = "chat.bsky.convo.getConvoAvailability"
MEMBERS = "chat.bsky.convo.getConvoForMembers"
MESSAGES = "chat.bsky.convo.getMessages"
CONVOS = "chat.bsky.convo.listConvos"
VIEW = "chat.bsky.convo.defs#messageView"
CONVO = {
    "id": "convo",
    "rev": "2",
    "members": [{"did": ME, "handle": "me.example"}, {"did": THEM, "handle": "anouk.example"}],
    "lastMessage": {"$type": VIEW, "id": "3m9"},
}
MESSAGE = Message("direct", THEM, "Three people. k3f9q2", "one", "k3f9q2")


def said(number: int, who: str, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    at = f"2026-11-20T{number:02}:00:00.000Z"
    return {
        "$type": VIEW,
        "id": f"3m{number}",
        "sender": {"did": who},
        "text": text,
        "sentAt": at,
        **more,
    }


@pytest.fixture
def open_door(place: Place) -> Place:
    """Somebody who takes messages."""
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": True, "convo": CONVO})
    place.world.more[SEND] = lambda asked: Answer({"id": f"id {asked.body['message']['text']}"})
    place.world.more[CONVOS] = lambda _: Answer({"convos": [CONVO]})
    return place


def conversation(
    place: Place, *items: dict[str, Any], cursor: object = None, headers: tuple[str, ...] = ()
) -> None:
    body = {"messages": list(reversed(items)), "cursor": cursor}
    place.world.more[MESSAGES] = lambda _: Answer(body, headers=headers)


async def test_messages_go_one_every_three_seconds_and_fifty_a_day(
    open_door: Place, clock: StoppedClock
) -> None:
    begun = clock.now()
    for number in range(MESSAGES_A_DAY):
        # A new process each time: what is rationed is kept.
        network = open_door.network(clock)
        await network.send(Message("direct", THEM, f"{number}", f"{number}", ""))
    took = clock.now() - begun

    with pytest.raises(RateLimitedError) as limited:
        await open_door.network(clock).send(MESSAGE)

    assert timedelta(seconds=3 * (MESSAGES_A_DAY - 1)) == took
    assert begun + timedelta(days=1) == limited.value.until
    assert MESSAGES_A_DAY == open_door.world.times(SEND)


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("NotFollowedBySender", "", "only from people they follow"),
        ("InvalidRequest", "recipient requires incoming messages to come from someone they follow",
         "only from people they follow"),
        ("MessagesDisabled", "", "accepts no messages"),
        ("InvalidRequest", "recipient has disabled incoming messages", "accepts no messages"),
        ("BlockedActor", "", "has blocked this account"),
        ("BlockedSubject", "", "has blocked anouk"),
        ("RecipientNotFound", "", "no account"),
        ("SomethingNew", "because", "because"),
    ],
)  # fmt: skip
async def test_a_refusal_says_why(
    place: Place, clock: StoppedClock, name: str, words: str, why: str
) -> None:
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": False})
    place.world.more[MEMBERS] = lambda _: Answer.error(400, name, words)
    place.world.more["com.atproto.identity.resolveHandle"] = lambda asked: Answer(
        {"did": THEM if asked.first("handle") == "anouk.example" else ME}
    )
    network = place.network(clock)

    with pytest.raises(RefusedError, match=why):
        await network.send(Message("direct", "anouk.example", "Hello", "one", ""))

    obstacle = await network.obstacle("anouk.example")
    assert obstacle is not None
    assert why in obstacle.said
    assert 0 == place.world.times(SEND)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("BlockedActor", ""),
        ("BlockedSubject", ""),
        ("InvalidRequest", "blocked by recipient"),
        ("InvalidRequest", "blocked by sender"),
        ("InvalidRequest", "block between recipient and sender"),
    ],
)
async def test_a_block_of_either_is_told_by_its_code(
    place: Place, clock: StoppedClock, name: str, words: str
) -> None:
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": False})
    place.world.more[MEMBERS] = lambda _: Answer.error(400, name, words)
    network = place.network(clock)

    with pytest.raises(ClosedError) as closed:
        await network.send(MESSAGE)

    obstacle = await network.obstacle(MESSAGE.to)
    assert obstacle is not None
    assert ("blocked", "blocked") == (closed.value.closed, obstacle.closed)


@pytest.mark.parametrize("name", ["AccountSuspended", "ConvoLocked", "InvalidConvo"])
async def test_a_late_refusal_says_why_too(
    open_door: Place, clock: StoppedClock, name: str
) -> None:
    open_door.world.next[SEND] = [Answer.error(400, name)]

    with pytest.raises(RefusedError) as refused:
        await open_door.network(clock).send(MESSAGE)

    assert name not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        Answer.error(500, "InternalServerError"),
        Answer(b"<html>Bad gateway</html>", 502),
        Answer(b'{"id": "3m', 200),
        Answer({"no": "id"}, 200),
        Answer(b"", 200),
    ],
)
async def test_what_is_no_answer_leaves_it_open(
    open_door: Place, clock: StoppedClock, answer: Answer
) -> None:
    open_door.world.next[SEND] = [answer]

    with pytest.raises(UncertainError):
        await open_door.network(clock).send(MESSAGE)

    assert 1 == open_door.world.times(SEND)


async def test_an_expired_token_costs_no_message(open_door: Place, clock: StoppedClock) -> None:
    network = open_door.network(clock)
    await network.whoami()
    open_door.world.next[SEND] = [Answer.error(400, "ExpiredToken")]

    assert "id Three people. k3f9q2" == await network.send(MESSAGE)
    assert 2 == open_door.world.times(SEND)


async def test_after_a_429_there_is_silence_for_hours(
    open_door: Place, clock: StoppedClock
) -> None:
    network = open_door.network(clock)
    in_a_minute = int((clock.now() + timedelta(minutes=1)).timestamp())
    headers = ("ratelimit-remaining: 49", f"ratelimit-reset: {in_a_minute}")
    open_door.world.next[SEND] = [Answer.error(429, "RateLimitExceeded", "", *headers)]

    with pytest.raises(RateLimitedError) as limited:
        await network.send(MESSAGE)
    clock.advance(timedelta(hours=1))
    with pytest.raises(RateLimitedError):
        await network.send(MESSAGE)
    asked = open_door.world.times(SEND)
    clock.advance(timedelta(hours=3))
    await network.send(MESSAGE)

    assert limited.value.until - clock.now() > timedelta(hours=-2)
    assert (1, 2) == (asked, open_door.world.times(SEND))


async def test_a_spent_budget_is_waited_for(open_door: Place, clock: StoppedClock) -> None:
    soon = (clock.now() + timedelta(minutes=40)).replace(microsecond=0)
    headers = ("ratelimit-remaining: 0", f"ratelimit-reset: {int(soon.timestamp())}")
    open_door.world.next[SEND] = [Answer.error(429, "RateLimitExceeded", "", *headers)]

    with pytest.raises(RateLimitedError) as limited:
        await open_door.network(clock).send(MESSAGE)

    assert soon == limited.value.until


async def test_a_password_without_access_is_told_by_the_chat(
    place: Place, clock: StoppedClock
) -> None:
    place.world.more[AVAILABLE] = lambda _: Answer.error(400, "InvalidToken", "Bad token method")

    with pytest.raises(SignInError, match="Allow access"):
        await place.network(clock).send(MESSAGE)


async def test_reading_back_tells_only_what_it_can(open_door: Place, clock: StoppedClock) -> None:
    network, since = open_door.network(clock), clock.now() - timedelta(hours=1)
    ours = said(11, ME, MESSAGE.text)
    older = said(9, ME, "The handshake")
    theirs = said(10, THEM, f"You said {MESSAGE.ref}?")

    conversation(open_door, older, theirs, ours, cursor="more")
    assert Found(RemoteId("3m11")) == await network.find_sent(MESSAGE, since)
    conversation(open_door, older, theirs, cursor="more")
    assert NotThere() == await network.find_sent(MESSAGE, since)
    conversation(open_door, theirs)
    assert NotThere() == await network.find_sent(MESSAGE, since)
    conversation(open_door, theirs, cursor="more")
    assert isinstance(await network.find_sent(MESSAGE, since), CouldNotTell)
    conversation(open_door, theirs, {"$type": VIEW, "id": 7})
    assert isinstance(await network.find_sent(MESSAGE, since), CouldNotTell)


@pytest.mark.parametrize("cursor", [{"before": 1}, ["a"], 1.5, True, "x" * 100_000])
async def test_a_cursor_that_cannot_be_used_is_no_end(
    open_door: Place, clock: StoppedClock, cursor: object
) -> None:
    conversation(open_door, said(10, THEM, "Hello"), cursor=cursor)
    found = await open_door.network(clock).find_sent(MESSAGE, clock.now() - timedelta(hours=1))

    assert isinstance(found, CouldNotTell)


async def test_what_is_hidden_from_us_is_not_taken_for_missing(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": False})
    assert isinstance(await network.find_sent(MESSAGE, clock.now()), CouldNotTell)
    place.world.more[AVAILABLE] = lambda _: Answer.error(400, "BlockedActor")
    assert isinstance(await network.find_sent(MESSAGE, clock.now()), CouldNotTell)
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": True})
    assert NotThere() == await network.find_sent(MESSAGE, clock.now())


async def test_the_inbox_holds_real_messages_of_others(
    open_door: Place, clock: StoppedClock
) -> None:
    deleted = "chat.bsky.convo.defs#deletedMessageView"
    conversation(
        open_door,
        said(1, THEM, "why 1"),
        said(2, ME, "Because."),
        said(3, THEM, "", **{"$type": deleted}),
        {"$type": "chat.bsky.convo.defs#systemMessageView", "id": "3m4", "sentAt": "2026-11-20"},
        {"$type": VIEW, "id": 7},
        said(5, THEM, "why 2"),
        said(6, THEM, "why 3", sentAt="10000-01-01T00:00:00Z"),
    )
    network = open_door.network(clock)

    every = [one async for one in network.direct_messages(None)]
    new = [one async for one in network.direct_messages(Cursor("3m1"))]

    assert ["why 1", "why 2", "why 3"] == [one.text for one in every]
    assert ["why 2", "why 3"] == [one.text for one in new]
    assert all(one.at <= clock.now() for one in every)
    assert {THEM} == {one.sender.key.id for one in every}
    assert [] == [one async for one in network.direct_messages(Cursor("3m9"))]


@pytest.mark.parametrize("cursor", [{"before": 1}, "x" * 100_000])
async def test_no_message_is_taken_in_while_some_may_be_missing(
    open_door: Place, clock: StoppedClock, cursor: object
) -> None:
    network = open_door.network(clock)
    conversation(open_door, said(1, THEM, "why 1"), said(2, THEM, "why 2"), cursor=cursor)
    with pytest.raises(UnreachableError, match="no way to ask for the rest"):
        [one async for one in network.direct_messages(Cursor("3m0"))]
    known = [one async for one in network.direct_messages(Cursor("3m1"))]
    assert ["why 2"] == [one.text for one in known]

    conversation(open_door, said(2, THEM, "why 2"))
    open_door.world.more[CONVOS] = lambda _: Answer({"convos": [CONVO], "cursor": cursor})
    with pytest.raises(UnreachableError, match="no way to ask for the rest"):
        [one async for one in network.direct_messages(Cursor("3m1"))]


async def test_conversations_of_several_are_not_read(open_door: Place, clock: StoppedClock) -> None:
    third = {"did": "did:plc:basile222222222222222222", "handle": "basile.example"}
    crowd = {**CONVO, "members": [*CONVO["members"], third]}
    group = {**CONVO, "kind": {"$type": "chat.bsky.convo.defs#groupConvo"}}
    open_door.world.more[CONVOS] = lambda _: Answer({"convos": [crowd, group, {"id": 1}]})

    assert [] == [one async for one in open_door.network(clock).direct_messages(None)]
    assert 0 == open_door.world.times(MESSAGES)


async def test_nobody_writes_to_themself(place: Place, clock: StoppedClock) -> None:
    with pytest.raises(RefusedError, match="oneself"):
        await place.network(clock).send(Message("direct", "me.example", "Hello", "one", ""))
    assert await place.network(clock).obstacle(ME)


async def test_requests_name_the_chat_service(open_door: Place, clock: StoppedClock) -> None:
    await open_door.network(clock).send(MESSAGE)

    chat: list[Asked] = [one for one in open_door.world.asked if one.method.startswith("chat.")]
    assert {"did:web:api.bsky.chat#bsky_chat"} == {one.proxy for one in chat}


def test_links_are_marked_by_bytes() -> None:
    text = "Déjà vu: https://piaille.fr/@alice/1155, and (https://x.example/a)."

    found = links(text)

    spans = [text.encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]] for one in found]
    assert [b"https://piaille.fr/@alice/1155", b"https://x.example/a"] == spans
    assert [one.decode() for one in spans] == [one["features"][0]["uri"] for one in found]
