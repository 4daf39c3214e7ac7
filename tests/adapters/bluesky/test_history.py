"""Reading an account: what a cursor says, ties, moves of the repository, deletions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from adapters.bluesky.read.reading import SWEEP_EVERY, Reading
from adapters.bluesky.wire.base import LONGEST_CURSOR
from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import RateLimitedError, UnreachableError
from bot.ports import Cursor
from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import ME, Answer, Asked, atproto

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from adapters.memory.clock import StoppedClock
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Page
    from bot.ports.store.remembered import Span
    from tests.adapters.bluesky.server import Place

THEM = "did:plc:anouk2222222222222222222"
NOTES = "app.bsky.notification.listNotifications"
LIKES = "app.bsky.feed.like"


def like(number: int, when: str) -> dict[str, Any]:
    subject = {"uri": f"at://{ME}/app.bsky.feed.post/3m3p{number:09}", "cid": "bafy"}
    return {
        "uri": f"at://{THEM}/{LIKES}/3m3l{number:09}",
        "author": {"did": THEM, "handle": "anouk.example"},
        "reason": "like",
        "record": {"$type": LIKES, "subject": subject, "createdAt": when},
        "indexedAt": when,
    }


def serve_in_pages(place: Place, notes: list[dict[str, Any]]) -> None:
    """Notifications as the AppView hands them out: the cursor is a bare time."""
    newest_first = sorted(notes, key=lambda one: one["indexedAt"], reverse=True)

    def page(asked: Asked) -> Answer:
        cursor = asked.first("cursor")
        left = [one for one in newest_first if not cursor or one["indexedAt"] < cursor]
        some = left[: int(asked.first("limit"))]
        return Answer(
            {"notifications": some, **({"cursor": some[-1]["indexedAt"]} if some else {})}
        )

    place.world.more[NOTES] = page


async def read(place: Place, clock: StoppedClock, since: Cursor | None = None) -> list[Page]:
    return [page async for page in place.network(clock).history(since)]


def uris(pages: list[Page]) -> list[str]:
    return [one.object_uri for page in pages for one in page.interactions]


async def test_acts_of_one_instant_across_pages_are_all_found_once(
    place: Place, clock: StoppedClock
) -> None:
    many = [like(number, "2026-11-10T08:00:00.000Z") for number in range(90)]
    later = [like(100 + number, "2026-11-11T08:00:00.000Z") for number in range(50)]
    older = [like(200, "2026-11-09T08:00:00.000Z")]
    serve_in_pages(place, [*many, *later, *older])

    found = uris(await read(place, clock))

    assert sorted(one["uri"] for one in [*many, *later, *older]) == sorted(found)


async def test_more_than_a_page_of_one_instant_ends(place: Place, clock: StoppedClock) -> None:
    serve_in_pages(place, [like(number, "2026-11-10T08:00:00.000Z") for number in range(250)])

    assert len(uris(await read(place, clock))) == 100


async def test_a_server_that_never_ends_is_left(place: Place, clock: StoppedClock) -> None:
    def page(_: Asked) -> Answer:
        return Answer({"notifications": [like(1, "2026-11-10T08:00:00.000Z")], "cursor": "again"})

    place.world.more[NOTES] = page

    assert len(uris(await read(place, clock))) == 1


@pytest.mark.parametrize("cursor", ["20261110", "opaque", "2026-11-10T08:00:00+00:00", "7::bafy"])
async def test_a_cursor_that_is_no_time_is_given_back_as_it_is(
    place: Place, clock: StoppedClock, cursor: str
) -> None:
    when = "2026-11-10T08:00:00.000Z"

    def page(asked: Asked) -> Answer:
        if asked.first("cursor") == "":
            return Answer({"notifications": [like(1, when)], "cursor": cursor})
        return Answer({"notifications": [like(2, when)] * (asked.first("cursor") == cursor)})

    place.world.more[NOTES] = page

    assert 2 == len(uris(await read(place, clock)))


async def test_what_is_older_than_the_reach_is_left(place: Place, clock: StoppedClock) -> None:
    serve_in_pages(
        place,
        [like(number, f"20{26 - number // 365}-01-01T00:00:00.000Z") for number in range(3_650)],
    )

    pages = await read(place, clock)

    assert place.world.times(NOTES) < 12
    assert pages[-1].reaches_back_to == clock.now() - timedelta(days=365)


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "7", "{}", '{"did": "did:plc:other"}', '{"did": 7}']
)
def test_a_cursor_that_says_nothing_begins_anew(cursor: str) -> None:
    assert Reading(ME) == Reading.resumed(Cursor(cursor), ME)


def test_a_cursor_says_what_it_was_told(clock: StoppedClock) -> None:
    reading = Reading(ME).descending(clock.now(), timedelta(days=365))

    assert reading == Reading.resumed(reading.cursor(), ME)
    assert Reading("did:plc:other") == Reading.resumed(reading.cursor(), "did:plc:other")


def own(*numbers: int, rev: str) -> Repository:
    records = {
        f"{LIKES}/3m3l{number:09}": {
            "$type": LIKES,
            "subject": {"uri": f"at://{THEM}/app.bsky.feed.post/3m3p{number:09}", "cid": "b"},
            "createdAt": "2026-11-10T08:00:00.000Z",
        }
        for number in numbers
    }
    return Repository(ME, records, rev)


async def test_an_increment_asks_for_what_is_new_alone(tmp_path: Path, clock: StoppedClock) -> None:
    async with atproto(tmp_path) as place:
        place.world.repository = first = own(*range(50), rev="3l2222222222a")
        pages = await read(place, clock)
        place.world.repository = own(*range(51), rev="3l2222222222b")
        place.world.since["3l2222222222a"] = first

        more = await read(place, clock, pages[-1].cursor)
        again = await read(place, clock, more[-1].cursor)

    assert [f"at://{ME}/{LIKES}/3m3l000000050"] == uris(more)
    assert [] == uris(again)
    assert 2 == place.world.times("com.atproto.sync.getRepo")


async def test_a_repository_that_went_back_is_read_whole(
    tmp_path: Path, clock: StoppedClock
) -> None:
    async with atproto(tmp_path) as place:
        place.world.repository = own(1, 2, rev="3l2222222222z")
        pages = await read(place, clock)
        place.world.repository = own(1, 3, rev="3l2222222222b")

        more = await read(place, clock, pages[-1].cursor)

    assert 2 == len(uris(more))


def lies_in(uri: str, spans: Sequence[Span] | None) -> bool:
    return spans is None or any(low <= uri <= high for low, high in spans)


async def test_own_likes_taken_back_are_gone(tmp_path: Path, clock: StoppedClock) -> None:
    async with atproto(tmp_path) as place:
        log: list[Interaction] = []

        async def remembered(
            watched: AccountKey, among: Sequence[Span] | None = None
        ) -> list[Interaction]:
            assert AccountKey(NetworkName.BLUESKY, ME) == watched
            return [one for one in log if lies_in(one.object_uri, among)]

        place.world.repository = own(*range(40), rev="3l2222222222a")
        network = place.network(clock, remembered=remembered)
        pages = [page async for page in network.history(None)]
        log += [one for page in pages for one in page.interactions]
        place.world.repository = own(*(set(range(40)) - {7, 23}), rev="3l2222222222b")

        more = [page async for page in network.history(pages[-1].cursor)]

    gone = {uri for page in more for uri in page.gone}
    assert {f"at://{ME}/{LIKES}/3m3l{number:09}" for number in (7, 23)} == gone


@pytest.mark.parametrize("is_cut", [False, True])
async def test_a_list_that_breaks_off_shows_no_deletion(
    place: Place, clock: StoppedClock, *, is_cut: bool
) -> None:
    log: list[Interaction] = []

    async def remembered(
        _watched: AccountKey, _among: Sequence[Span] | None = None
    ) -> list[Interaction]:
        return log

    place.world.notifications = [like(1, "2026-11-10T08:00:00.000Z")]
    place.world.more["com.atproto.repo.getRecord"] = lambda _: Answer.error(400, "RecordNotFound")
    network = place.network(clock, remembered=remembered)
    pages = [page async for page in network.history(None)]
    log += [interaction for page in pages for interaction in page.interactions]
    assert 1 == len(log)
    clock.advance(SWEEP_EVERY)
    unusable = {"cursor": "x" * (LONGEST_CURSOR + 1)}
    place.world.more[NOTES] = lambda _: Answer(
        {"notifications": [], **(unusable if is_cut else {})}
    )

    swept = [page async for page in network.history(pages[-1].cursor)]

    gone = [uri for page in swept for uri in page.gone]
    assert ([] if is_cut else [log[0].object_uri]) == gone
    assert is_cut == any("cannot be used" in item.why for page in swept for item in page.rejected)


async def test_a_damaged_repository_may_be_whole_next_time(
    place: Place, clock: StoppedClock
) -> None:
    place.world.next["com.atproto.sync.getRepo"] = [Answer(place.world.repository.car()[:-3])]

    with pytest.raises(UnreachableError, match="damaged"):
        await read(place, clock)
    assert await read(place, clock)


async def test_a_limit_is_honoured_and_not_for_longer_than_a_quarter_of_an_hour(
    place: Place, clock: StoppedClock
) -> None:
    reset = int((clock.now() + timedelta(hours=5)).timestamp())
    place.world.next[NOTES] = [
        Answer.error(429, "RateLimitExceeded", "", f"ratelimit-reset: {reset}")
    ]

    network = place.network(clock)

    with pytest.raises(RateLimitedError) as limited:
        [page async for page in network.history(None)]
    with pytest.raises(RateLimitedError):
        [page async for page in network.history(None)]

    assert limited.value.until == clock.now() + timedelta(minutes=15)
    assert 1 == place.world.times(NOTES)


async def test_without_a_secret_the_public_side_is_read(
    tmp_path: Path, clock: StoppedClock
) -> None:
    async with atproto(tmp_path) as place:
        place.world.repository = own(1, 2, rev="3l2222222222a")
        place.world.access = ""
        network = place.network(clock, secret=None)

        pages = [page async for page in network.history(None)]

    assert 2 == len(uris(pages))
    assert 0 == place.world.times(NOTES) + place.world.times("com.atproto.server.createSession")
