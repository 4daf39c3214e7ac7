"""What others answer an account without a secret is found in its threads."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.talk.interaction import Kind
from bot.errors import RateLimitedError
from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import HANDLE, ME, Answer, Asked
from tests.contract.network.stage import log_of

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.clock import StoppedClock
    from bot.ports import Cursor, Page
    from tests.adapters.bluesky.server import Place

ANOUK = "did:plc:anouk2222222222222222222"
BRUNO = "did:plc:bruno2222222222222222222"
HANDLES = {ME: HANDLE, ANOUK: "anouk.example", BRUNO: "bruno.example"}
POST = "app.bsky.feed.post"
THREAD = "app.bsky.feed.getPostThread"
LETTERS = "abcdefghij"


class Village:
    """The owner, who is not signed in, and Anouk, on the small server."""

    def __init__(self, place: Place, clock: StoppedClock) -> None:
        self._place, self._clock = place, clock
        self._records: dict[str, dict[str, Any]] = {}
        self.read: Counter[str] = Counter()
        self.requests: list[datetime] = []
        place.world.access = ""
        place.world.more[THREAD] = self._thread
        place.world.more["app.bsky.feed.getPosts"] = self._posts

    def say(self, who: str, text: str, days_ago: float, above: str | None = None) -> str:
        at = self._clock.now() - timedelta(days=days_ago)
        number = "".join(LETTERS[int(digit)] for digit in f"{len(self._records):06}")
        uri = f"at://{who}/{POST}/3m3p222{number}"
        record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": at.isoformat()}
        if above is not None:
            reply = self._records[above].get("reply")
            root = reply["root"] if reply else {"uri": above, "cid": "bafy"}
            record["reply"] = {"root": root, "parent": {"uri": above, "cid": "bafy"}}
        self._records[uri] = record
        own = {
            uri.removeprefix(f"at://{ME}/"): record
            for uri, record in self._records.items()
            if uri.startswith(f"at://{ME}/")
        }
        self._place.world.repository = Repository(ME, own, rev=f"3l222222{len(own):05}")
        return uri

    def delete(self, uri: str) -> None:
        del self._records[uri]

    async def history(self, since: Cursor | None = None) -> list[Page]:
        network = self._place.network(self._clock, secret=None)
        return [page async for page in network.history(since)]

    def _view(self, uri: str) -> dict[str, Any]:
        did = uri.split("/")[2]
        return {
            "uri": uri,
            "cid": "bafy",
            "author": {"did": did, "handle": HANDLES[did]},
            "record": self._records[uri],
            "indexedAt": self._records[uri]["createdAt"],
            "replyCount": len(self._below(uri)),
        }

    def _above(self, uri: str) -> str | None:
        reply = self._records[uri].get("reply")
        return reply["parent"]["uri"] if reply else None

    def _below(self, uri: str) -> list[str]:
        return [one for one in self._records if self._above(one) == uri]

    def _posts(self, asked: Asked) -> Answer:
        self.requests.append(self._clock.now())
        shown = [one for one in asked.parameters["uris"] if one in self._records]
        return Answer({"posts": [self._view(one) for one in shown]})

    def _thread(self, asked: Asked) -> Answer:
        self.requests.append(self._clock.now())
        uri = asked.first("uri")
        self.read[uri] += 1
        if uri not in self._records:
            return Answer.error(400, "NotFound", f"Post not found: {uri}")
        parent = self._upwards(self._above(uri))
        return Answer(
            {"thread": {**self._downwards(uri), **({"parent": parent} if parent else {})}}
        )

    def _downwards(self, uri: str) -> dict[str, Any]:
        replies = [self._downwards(one) for one in self._below(uri)]
        return {"post": self._view(uri), "replies": replies}

    def _upwards(self, uri: str | None) -> dict[str, Any] | None:
        if uri is None:
            return None
        if uri not in self._records:
            return {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri, "notFound": True}
        parent = self._upwards(self._above(uri))
        return {"post": self._view(uri), **({"parent": parent} if parent else {})}


@pytest.fixture
def village(place: Place, clock: StoppedClock) -> Village:
    return Village(place, clock)


async def test_both_sides_of_the_talk_are_found(village: Village) -> None:
    asked = village.say(ME, "Who has seeds?", 30)
    answer = village.say(ANOUK, "I do.", 29, asked)
    thanks = village.say(ME, "Thank you!", 28, answer)
    late = village.say(ANOUK, "Any time.", 27, thanks)

    pages = await village.history()

    found = {(one.kind, one.object_uri, one.parent_uri) for one in log_of(pages).values()}
    expected = [(answer, asked), (thanks, answer), (late, thanks)]
    assert {(Kind.REPLY, *one) for one in expected} == found
    assert {asked} == {one.root_uri for one in log_of(pages).values()}
    assert {ANOUK} == {account.key.id for page in pages for account in page.accounts}
    assert {asked: 1} == village.read


async def test_answers_below_what_answers_somebody_else_are_found(village: Village) -> None:
    root = village.say(ANOUK, "Who has seeds?", 3)
    mine = village.say(ME, "I do.", 2, root)
    thanks = village.say(ANOUK, "Thank you!", 1, mine)
    village.say(ME, "Any time.", 0.5, thanks)

    pages = await village.history()

    assert 3 == len(log_of(pages))
    assert 2 == village.read.total()


async def test_what_hangs_below_a_post_that_is_gone_is_read_by_itself(village: Village) -> None:
    root = village.say(ME, "Who has seeds?", 9)
    gone = village.say(ANOUK, "Not me.", 8, root)
    mine = village.say(ME, "Nobody?", 7, gone)
    answer = village.say(ANOUK, "But Jan has.", 6, mine)
    village.delete(gone)

    pages = await village.history()

    assert {mine, answer} == {one.object_uri for one in log_of(pages).values()}


async def test_a_new_answer_is_found_by_an_increment(village: Village, clock: StoppedClock) -> None:
    asked = village.say(ME, "Does it rain?", 0)
    pages = await village.history()
    clock.advance(timedelta(minutes=6))
    answer = village.say(ANOUK, "It does.", 0, asked)

    later = await village.history(pages[-1].cursor)

    assert {} == log_of(pages)
    assert {answer} == {one.object_uri for one in log_of(later).values()}


async def test_a_thread_is_read_less_and_less_often(village: Village, clock: StoppedClock) -> None:
    asked = village.say(ME, "Does it rain?", 0)
    cursor = None
    for _ in range(4 * 30):
        cursor = (await village.history(cursor))[-1].cursor
        clock.advance(timedelta(hours=6))

    assert 8 == village.read[asked]


async def test_an_old_post_that_nobody_answered_is_not_asked_about(village: Village) -> None:
    village.say(ME, "Does it pour?", 40)
    answered = village.say(ME, "Does it rain?", 40)
    village.say(ANOUK, "It does.", 39, answered)

    await village.history()

    assert {answered: 1} == village.read


async def test_a_post_that_is_gone_is_forgotten(village: Village, clock: StoppedClock) -> None:
    asked = village.say(ME, "Does it rain?", 0)
    village.delete(asked)
    pages = await village.history()
    clock.advance(timedelta(days=1))

    await village.history(pages[-1].cursor)

    assert {asked: 1} == village.read


async def test_a_back_fill_keeps_to_the_budget_and_is_resumed_where_it_stopped(
    village: Village, place: Place, clock: StoppedClock
) -> None:
    for hour in range(350):
        asked = village.say(ME, f"Rain at {hour}?", 20 + hour / 24)
        village.say(ANOUK, "It does.", 20 + hour / 24 - 0.01, asked)
    network = place.network(clock, secret=None)
    kept: list[Page] = []
    with pytest.raises(RateLimitedError) as limited:  # noqa: PT012 (what came before it counts)
        async for page in network.history(None):
            kept.append(page)  # noqa: PERF401 (see above)
    first = village.requests.copy()
    clock.advance(limited.value.until - clock.now())

    kept += [page async for page in network.history(kept[-1].cursor)]

    assert 300 == len(first)
    assert 350 == len(log_of(kept))
    assert {1} == set(village.read.values())


async def test_a_secret_that_is_added_reads_all_anew(
    village: Village, place: Place, clock: StoppedClock
) -> None:
    village.say(ANOUK, "Seeds!", 30, village.say(ME, "Who has seeds?", 30))
    pages = await village.history()
    network = place.network(clock)

    again = [page async for page in network.history(pages[-1].cursor)]

    assert again[-1].reaches_back_to is not None
    assert 1 == place.world.times("app.bsky.notification.listNotifications")
    assert 1 == village.read.total()
