"""What the owner's account sends to others on Bluesky, and where it could by hand."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from adapters.bluesky.client.moment import tid
from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import ClosedError, RefusedError
from bot.ports import CouldNotTell, Found, Message, NotThere, RemoteId
from tests.adapters.bluesky.server import ME, Answer
from tests.adapters.bluesky.test_chat import (
    AVAILABLE,
    CONVO,
    MEMBERS,
    MESSAGES,
    THEM,
    conversation,
    said,
)

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.clock import StoppedClock
    from tests.adapters.bluesky.server import Asked, Place

LINK = "https://repair.example/cafes/rennes/saturday-the-twelfth"
TEXT = f"Hello Anouk, shall we go on over a coffee? {LINK} It is on Saturday."
PARENT = f"at://{THEM}/app.bsky.feed.post/3masked"
DIRECT = Message("direct", THEM, TEXT, "one", None)
REPLY = Message("reply", THEM, TEXT, "one", None, "en", PARENT)
PUT = "com.atproto.repo.putRecord"
GET = "com.atproto.repo.getRecord"
LIST = "com.atproto.repo.listRecords"
THREAD = "app.bsky.feed.getPostThread"


def view(uri: str, text: str, at: str = "2026-11-20T11:00:00Z", **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    did = uri.split("/")[2]
    return {
        "uri": uri,
        "cid": "bafyparent",
        "author": {"did": did, "handle": "anouk.example"},
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": at},
        "indexedAt": at,
        **more,
    }


def shortened(text: str) -> tuple[str, list[dict[str, Any]]]:
    """A text as the app keeps it: the link cut short, and marked with where it leads."""
    short = "repair.example/cafes/..."
    start = len(text[: text.index(LINK)].encode())
    index = {"byteStart": start, "byteEnd": start + len(short)}
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": LINK}
    return text.replace(LINK, short), [{"index": index, "features": [feature]}]


def by_hand(at: datetime, text: str, *, parent: str = PARENT, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    above = {"uri": parent, "cid": "bafyparent"}
    value = {"text": text, "reply": {"root": above, "parent": above}, "createdAt": "", **more}
    return {"uri": f"at://{ME}/app.bsky.feed.post/{tid(at)}", "cid": "bafy", "value": value}


@pytest.fixture
def thread(place: Place) -> Place:
    """A post of somebody's that can be answered; a repository that takes what is put once."""
    place.world.posts[PARENT] = view(PARENT, "Who has seeds to swap?")
    kept: dict[str, Any] = {}

    def put(asked: Asked) -> Answer:
        uri = f"at://{ME}/{asked.body['collection']}/{asked.body['rkey']}"
        if uri in kept:
            return Answer.error(400, "InvalidSwap", "Record was at bafy")
        kept[uri] = asked.body["record"]
        return Answer({"uri": uri, "cid": "bafy"})

    def get(asked: Asked) -> Answer:
        uri = f"at://{ME}/{asked.first('collection')}/{asked.first('rkey')}"
        return Answer({"uri": uri}) if uri in kept else Answer.error(400, "RecordNotFound")

    place.world.more |= {PUT: put, GET: get, LIST: lambda _: Answer({"records": []})}
    return place


@pytest.fixture
def open_door(place: Place) -> Place:
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": True, "convo": CONVO})
    return place


async def test_a_reply_has_the_right_root_parent_and_links(
    thread: Place, clock: StoppedClock
) -> None:
    root = {"uri": f"at://{ME}/app.bsky.feed.post/3mroot", "cid": "bafyroot"}
    thread.world.posts[PARENT]["record"]["reply"] = {"root": root, "parent": root}
    network = thread.network(clock)

    first, second = await network.send(REPLY), await network.send(REPLY)

    assert first == second
    put, _ = [one.body for one in thread.world.asked if one.method == PUT]
    above = {"uri": PARENT, "cid": "bafyparent"}
    assert {"root": root, "parent": above} == put["record"]["reply"]
    (facet,) = put["record"]["facets"]
    assert LINK == facet["features"][0]["uri"]
    assert TEXT == put["record"]["text"] == network.addressed(TEXT, THEM)


async def test_a_post_that_only_some_may_answer_is_left_alone(
    thread: Place, clock: StoppedClock
) -> None:
    thread.world.posts[PARENT]["viewer"] = {"replyDisabled": True}

    with pytest.raises(ClosedError) as closed:
        await thread.network(clock).send(REPLY)

    assert "no-replies" == closed.value.closed
    assert 0 == thread.world.times(PUT)


async def test_a_reply_to_another_is_refused(thread: Place, clock: StoppedClock) -> None:
    basile = "did:plc:basile222222222222222222"

    with pytest.raises(RefusedError, match="not by"):
        await thread.network(clock).send(Message("reply", basile, TEXT, "one", None, "en", PARENT))

    assert 0 == thread.world.times(PUT)


async def test_a_reply_that_was_posted_by_hand_is_found(thread: Place, clock: StoppedClock) -> None:
    network, now = thread.network(clock), clock.now()
    text, facets = shortened(TEXT)
    listed = by_hand(now, text, facets=facets)
    elsewhere = f"at://{ME}/app.bsky.feed.post/3mown"
    cases: list[tuple[list[dict[str, Any]], object]] = [
        ([listed], Found(RemoteId(listed["uri"]))),
        ([by_hand(now, text, facets=facets, parent=elsewhere)], NotThere()),
        ([by_hand(now - timedelta(days=1), TEXT)], NotThere()),
        ([by_hand(now, "Never mind.")], NotThere()),
        ([by_hand(now, f"{TEXT} Bring beans.")], CouldNotTell),
        ([{"uri": 7}], CouldNotTell),
    ]

    for records, expected in cases:
        thread.world.next[LIST] = [Answer({"records": records})]
        told = await network.find_sent(REPLY, now - timedelta(minutes=1))

        assert expected in (told, type(told))


@pytest.mark.usefixtures("open_door", "thread")
async def test_found_by_its_words_by_a_clock_that_is_ahead(
    place: Place, clock: StoppedClock
) -> None:
    then = f"date: {format_datetime(clock.now(), usegmt=True)}"
    listed = by_hand(clock.now(), TEXT)
    place.world.more[LIST] = lambda _: Answer({"records": [listed]}, headers=(then,))
    conversation(place, said(11, ME, TEXT), headers=(then,))
    clock.advance(timedelta(days=400))
    network, lately = place.network(clock), clock.now() - timedelta(days=30)

    assert Found(RemoteId("3m11")) == await network.find_sent(DIRECT, lately)
    assert Found(RemoteId(listed["uri"])) == await network.find_sent(REPLY, lately)


async def test_ones_own_posts_are_read_as_far_back_as_needed(
    thread: Place, clock: StoppedClock
) -> None:
    network, now = thread.network(clock), clock.now()
    old = by_hand(now - timedelta(days=1), "Something old")
    new = by_hand(now, "Something new")
    pages = {"": ([new], "more"), "more": ([old], "yet more")}

    def listed(asked: Asked) -> Answer:
        records, cursor = pages[asked.first("cursor")]
        return Answer({"records": records, "cursor": cursor})

    thread.world.more[LIST] = listed
    assert NotThere() == await network.find_sent(REPLY, now)
    thread.world.more[LIST] = lambda _: Answer({"records": [new], "cursor": "more"})
    assert isinstance(await network.find_sent(REPLY, now), CouldNotTell)
    for cursor in ({"before": 1}, "x" * 100_000):  # none of which can be used
        thread.world.next[LIST] = [Answer({"records": [new], "cursor": cursor})]
        assert isinstance(await network.find_sent(REPLY, now), CouldNotTell)


async def test_what_was_pasted_into_the_chat_is_found(
    open_door: Place, clock: StoppedClock
) -> None:
    network, since = open_door.network(clock), clock.now() - timedelta(hours=2)
    text, facets = shortened(TEXT)
    pasted = said(11, ME, text.replace("Saturday", "\nSaturday"), facets=facets)

    conversation(open_door, pasted)
    assert Found(RemoteId("3m11")) == await network.find_sent(DIRECT, since)
    conversation(open_door, said(11, THEM, TEXT))
    assert NotThere() == await network.find_sent(DIRECT, since)
    conversation(open_door, said(11, ME, f"{TEXT} Bring beans."))
    assert isinstance(await network.find_sent(DIRECT, since), CouldNotTell)
    conversation(open_door, said(9, ME, f"{TEXT} Bring beans."))
    assert NotThere() == await network.find_sent(DIRECT, since)


async def test_answers_in_the_chat_are_theirs_after_ours(
    open_door: Place, clock: StoppedClock
) -> None:
    conversation(
        open_door,
        said(1, THEM, "Long before."),
        said(5, ME, TEXT),
        said(6, THEM, "With pleasure!"),
        said(7, ME, "Good."),
        said(8, THEM, "Saturday?"),
        cursor="never asked for",
    )
    network, them = open_door.network(clock), AccountKey(NetworkName.BLUESKY, THEM)
    open_door.world.profiles[THEM] = {"did": THEM, "handle": "anouk.example"}

    every = await network.answers(RemoteId("3m5"), them)
    later = await network.answers(RemoteId("3m7"), them)

    assert ["With pleasure!", "Saturday?"] == [one.text for one in every]
    assert ["Saturday?"] == [one.text for one in later]
    assert {"anouk.example"} == {one.sender.handle for one in every}
    assert 2 == open_door.world.times(MESSAGES)
    assert 0 == open_door.world.times("chat.bsky.convo.listConvos")


async def test_answers_below_a_post_are_theirs(place: Place, clock: StoppedClock) -> None:
    ours = f"at://{ME}/app.bsky.feed.post/3mours"
    above = {"root": {"uri": PARENT}, "parent": {"uri": ours}}
    replies = [
        view(f"at://{THEM}/app.bsky.feed.post/3m{number}", text, f"2026-11-20T{number:02}:00:00Z")
        for number, text in ((8, "Saturday?"), (6, "With pleasure!"))
    ]
    for one in replies:
        one["record"]["reply"] = above
    other = view("at://did:plc:basile222222222222222222/app.bsky.feed.post/3m9", "Me too!")
    below = [{"post": one} for one in (*replies, other)]
    place.world.more[THREAD] = lambda _: Answer(
        {"thread": {"post": view(ours, TEXT), "replies": below}}
    )
    them = AccountKey(NetworkName.BLUESKY, THEM)

    every = await place.network(clock).answers(RemoteId(ours), them)

    assert ["With pleasure!", "Saturday?"] == [one.text for one in every]
    assert [ours, ours] == [one.reply_to for one in every]
    assert {THEM} == {one.sender.key.id for one in every}


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("NotFollowedBySender", "followed-only"),
        ("MessagesDisabled", "nobody"),
        ("BlockedActor", "blocked"),
    ],
)
async def test_who_takes_no_messages_has_a_code(
    place: Place, clock: StoppedClock, name: str, closed: str
) -> None:
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": False})
    place.world.more[MEMBERS] = lambda _: Answer.error(400, name)
    network = place.network(clock)

    with pytest.raises(ClosedError) as refused:
        await network.send(DIRECT)

    obstacle = await network.obstacle(THEM)
    assert obstacle is not None
    assert (closed, closed) == (refused.value.closed, obstacle.closed)


async def test_ones_own_block_closes_the_door_too(place: Place, clock: StoppedClock) -> None:
    place.world.more[AVAILABLE] = lambda _: Answer({"canChat": False})
    place.world.more[MEMBERS] = lambda _: Answer.error(400, "BlockedSubject")

    obstacle = await place.network(clock).obstacle(THEM)

    assert obstacle is not None
    assert "blocked" == obstacle.closed


async def test_the_window_is_one_for_a_post_that_names_them(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)

    link = await network.compose_link("Déjà & more?", to="anouk.example", reply_to=None)

    assert (
        "https://bsky.app/intent/compose?text=%40anouk.example%20D%C3%A9j%C3%A0%20%26%20more%3F"
    ) == link
    assert await network.compose_link("x" * 300, to="anouk.example", reply_to=None) is None
    assert await network.compose_link("Hello", to=THEM, reply_to=None) is None
    assert f"https://bsky.app/profile/{THEM}/post/3masked" == await network.compose_link(
        TEXT, to="anouk.example", reply_to=PARENT
    )
    assert await network.compose_link(TEXT, to=THEM, reply_to="https://x.example/1") is None
