"""What real servers of Bluesky's kind answer oddly, through whole rounds.

In each row Bruno, or an answer about everybody, is odd. Alice, with whom the owner has talked as
much, is suggested every time.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libipld
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky.client.moment import instant
from adapters.bluesky.wire.base import Page
from bot.domain.people.identity import Owner, OwnerId
from bot.services.digest.composing import compose
from bot.services.digest.occurrence import write
from bot.services.rounds.cycle import go_round
from bot.services.rounds.sign_ins import verify
from tests.adapters.bluesky.server import Answer, atproto
from tests.fakes.bluesky.street import (
    ALICE,
    BRUNO,
    LATEST,
    NAMES,
    NOTES,
    NOW,
    POSTS,
    PROFILES,
    THREAD,
    Street,
    refusal,
)
from tests.services.household import PARIS, Household

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.adapters.bluesky.server import Asked
    from tests.fakes.bluesky.street import Json

pytestmark = pytest.mark.anyio


@dataclass
class Told:
    """The digest after two rounds, their failures, and what was counted as unreadable."""

    digest: str
    errors: list[str]
    unreadable: int
    cursor: dict[str, Any]
    mishaps: list[str]
    reaches: datetime | None


async def two_rounds(street: Street, folder: Path) -> Told:
    async with atproto(folder, street.server()) as place:
        house = Household(people=len(street.names))
        house.clock.set(NOW)
        network = place.network(house.clock)
        context = replace(
            house.context, owner=Owner(OwnerId("camille"), PARIS), networks={"me.example": network}
        )
        await verify(context)
        rounds = [await go_round(context), await go_round(context)]
        digest = await compose(context, NOW)
        async with context.store.unit(context.owner) as unit:
            (watch,) = [
                watch for watch in await unit.watches.all() if watch.account == "me.example"
            ]
            unreadable = sum((await unit.watches.quarantined()).values())
            mishaps = await unit.mishaps.all()
    return Told(
        "\n".join(text for text, _ref in write(context, digest)),
        [str(error) for done in rounds for error in done.errors],
        unreadable,
        json.loads(watch.cursor or "{}"),
        [f"{mishap.error} {mishap.traceback}" for mishap in mishaps],
        watch.reaches_back_to,
    )


def _iso(at: datetime) -> str:
    return at.isoformat()


def _fits_cbor(value: object) -> bool:
    """Whether a repository can hold it: DAG-CBOR has no larger numbers, nor half characters."""
    try:
        libipld.encode_dag_cbor(value)
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def answer_of(notes: list[Json]) -> Answer:
    return Answer({"notifications": notes})


async def test_both_are_suggested_where_nothing_is_odd(tmp_path: Path) -> None:
    told = await two_rounds(Street(), tmp_path)

    assert [] == told.errors
    assert [] == told.mishaps
    assert "Alice" in told.digest
    assert "Bruno" in told.digest
    assert told.cursor["descent"] is None


@dataclass(frozen=True)
class Row:
    """What is odd, and whether Bruno is suggested all the same; `None`: either will do.

    `unreadable` is how many items are counted as unreadable.
    """

    name: str
    change: Callable[[Street], None]
    bruno: bool | None = True
    unreadable: int = 0


def records(**changes: object) -> Callable[[Street], None]:
    """Change the records of odd's posts."""

    def change(street: Street) -> None:
        for note in street.of(street.odd):
            note["record"] = {**note["record"], **changes}

    return change


def notes(**changes: object) -> Callable[[Street], None]:
    """Change the notifications of odd's posts; `...` leaves a field out."""

    def change(street: Street) -> None:
        for note in street.of(street.odd):
            note.update(changes)
            for name in [name for name, value in note.items() if value is ...]:
                del note[name]

    return change


def without_roots(street: Street) -> None:
    for note in street.of(street.odd):
        del note["record"]["reply"]["root"]


def profile(**changes: object) -> Callable[[Street], None]:
    def change(street: Street) -> None:
        street.profiles[street.odd].update(changes)

    return change


def labelled(*labels: object) -> Callable[[Street], None]:
    """Give odd's profile labels, of odd's own where they do not say whose."""

    def change(street: Street) -> None:
        own = [
            {"src": street.odd, **label} if isinstance(label, dict) else label for label in labels
        ]
        profile(labels=own)(street)

    return change


def both(*changes: Callable[[Street], None]) -> Callable[[Street], None]:
    """Make several changes."""

    def change(street: Street) -> None:
        for part in changes:
            part(street)

    return change


def paged(*pages: tuple[list[Json] | None, Any]) -> Callable[[Street], None]:
    """Serve notifications in pages; `None` stands for all of them. The last cursor may repeat."""

    def change(street: Street) -> None:
        cursor: Any = ""
        for items, then in pages:
            street.pages[str(cursor)] = (street.notes if items is None else items, then)
            cursor = then

    return change


def answers(method: str, answer: Answer) -> Callable[[Street], None]:
    """Answer a method always in this way."""

    def change(street: Street) -> None:
        street.more[method] = lambda _: answer

    return change


def fails_with(method: str, name: str, what: str, answer: Answer) -> Callable[[Street], None]:
    """Fail on requests whose parameter `name` holds `what`."""

    def change(street: Street) -> None:
        usual = street.usual(method)

        def handle(asked: Asked) -> Answer:
            odd = any(what in value for value in asked.parameters.get(name, []))
            return answer if odd else usual(asked)

        street.more[method] = handle

    return change


def at_most(method: str, name: str, most: int, message: str) -> Callable[[Street], None]:
    """Refuse more than `most` items in one request."""

    def change(street: Street) -> None:
        usual = street.usual(method)

        def handle(asked: Asked) -> Answer:
            values = asked.parameters.get(name, [])
            many = int(values[0]) if name == "limit" and values else len(values)
            return refusal(400, "InvalidRequest", message) if many > most else usual(asked)

        street.more[method] = handle

    return change


def marked_notifications(street: Street) -> None:
    body = json.dumps({"notifications": street.notes}).encode()
    answers(NOTES, Answer(BOM_UTF8 + body))(street)


def own(key: str, record: Json) -> Callable[[Street], None]:
    def change(street: Street) -> None:
        street.records[key] = record

    return change


def known_as(*names: object) -> Callable[[Street], None]:
    def change(street: Street) -> None:
        street.also_known_as = None if names == (None,) else list(names)

    return change


DATES: list[Any] = [
    *("0001-01-01T00:00:00.000Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59.999Z"),
    *("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"),
    *("2026-06-30T23:59:60Z", "2026-11-10", "2026-11-10T09:00:00", "20261110T090000Z"),
    *("+012026-11-10T09:00:00Z", "-000001-01-01T00:00:00Z", "yesterday", "", "1e400", "Infinity"),
    *("2199-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2026-11-10T09:00:00.123456789123Z"),
    *(None, 0, -1, 1e300, 2**63, 2**70, True, [], {}, [[]]),
]
"""None of them is the date of all of Bruno's posts, so some make his exchanges too few."""
FAULTS = {
    "500": refusal(500),
    "501 without a body": Answer(b"", 501),
    "502 with a web page": Answer(b"<html><h1>Bad gateway</h1>", 502),
    "200 with a web page": Answer(b"<!doctype html><title>Maintenance</title>"),
    "200 with nothing": Answer(b""),
    "200 with a list": Answer([]),
    "200 with another shape": Answer({"data": {}}),
    "an error with status 200": Answer({"error": "InternalServerError"}),
    "400 without a message": Answer({"error": "InvalidRequest"}, 400),
    "400 with numbers": Answer({"error": 5, "message": [1]}, 400),
    "401": refusal(401, "AuthMissing"),
    "403": refusal(403, "Forbidden"),
    "302 elsewhere": Answer(b"", 302, ("location: https://127.0.0.9/",)),
    "a mark of the byte order": Answer(BOM_UTF8 + b"[]"),
    "404 with a web page": Answer(b"<html>Not found</html>", 404),
    "405": Answer(b"", 405),
}
HOPELESS = {
    "429": Answer.error(429, "RateLimitExceeded"),
    "429 until 9999": Answer.error(429, "RateLimitExceeded", "", "ratelimit-reset: 253402300799"),
    "429 until rubbish": Answer.error(429, "RateLimitExceeded", "", "ratelimit-reset: soon"),
    "429 after -1": Answer.error(429, "RateLimitExceeded", "", "retry-after: -1"),
}
HELPERS = {PROFILES: "actors", POSTS: "uris", THREAD: "uri"}
SHAPES: list[Any] = [
    *(None, 0, -1, 2**70, 1e300, True, "", "plain words", "\ud800", "x" * 100_000),
    *([], [None], ["a"], [[]], [{}], {}, {"$type": 5}, {"$type": "com.example.card"}),
    *({"record": "plain words"}, {"uri": 5}, {"a": {"b": [{"c": None}]}}),
]

PEOPLE = [
    # One field is not the truth.
    *(Row(f"dates {date!r:.30}", both(records(createdAt=date), notes(indexedAt=date)),
          bruno=None)
      for date in DATES),
    *(Row(f"parts {shape!r:.30}", both(
        records(embed=shape, facets=shape, langs=shape, labels=shape, tags=shape),
        notes(author=shape, reason=shape, isRead=shape, labels=shape),
        profile(labels=shape, description=shape, associated=shape, avatar=shape,
                followersCount=shape, postsCount=shape, createdAt=shape))) for shape in SHAPES),
    *(Row(f"deeper parts {shape!r:.30}", both(
        records(facets=[shape, {"features": shape}, {"features": [{"did": shape}]}],
                embed={"$type": "app.bsky.embed.record", "record": {"uri": shape}}),
        labelled(shape, {"src": shape}, {"val": shape}),
        profile(associated={"chat": shape, "lists": shape}, displayName=""))) for shape in SHAPES),
    *(Row(f"viewer, name and text {shape!r:.30}", both(
        profile(viewer=shape, displayName=shape), records(text=shape)), None, -1)
      for shape in SHAPES),
    Row("the shared card and facet", records(
        embed={"$type": "com.example.card", "record": "plain words"},
        facets=[{"index": {"byteStart": 0, "byteEnd": 1},
                 "features": [{"$type": "com.example.facet", "did": ["a"]}]}])),
    Row("no indexedAt, no author, no reason", notes(indexedAt=..., author=..., reason=...)),
    Row("a reply without a root", without_roots),
    Row("a handle that is none", profile(handle="handle.invalid")),
    Row("a profile without a handle", profile(handle=None)),
    Row("a handle with marks that turn the text", profile(handle="\u202abruno.example\u202c")),
    Row("a label that is over", labelled(
        {"val": "bot", "exp": "2026-01-01T00:00:00Z"})),
    Row("a label of an age", labelled({"val": "minor"}), bruno=False),
    Row("a label of an age by another", profile(labels=[
        {"src": ALICE, "val": "under-18"}]), bruno=False),
    Row("a label of an age that another took back", labelled(
        {"val": "minor"}, {"src": ALICE, "val": "minor", "neg": True}), bruno=False),
    Row("a label of an age taken back", labelled(
        {"val": "minor"}, {"val": "minor", "neg": True})),
    Row("for members only, read by one", labelled({"val": "!no-unauthenticated"})),
    Row("a label that was taken back", labelled(
        {"val": "bot"}, {"val": "bot", "neg": True})),
    Row("a label of somebody else's", profile(labels=[{"src": ALICE, "val": "bot"}])),
    Row("a label that ends later", labelled(
        {"val": "bot", "exp": "2027-01-01T00:00:00Z"}), bruno=False),
    Row("a label whose end is none", labelled(
        {"val": "bot", "exp": "never"}), bruno=False),
    Row("a label beside odd ones", labelled(
        None, 5, {"val": 7}, {"val": "bot"}), bruno=False),
    # What others do not like, whatever it looks like.
    *(Row(f"blockedBy {value!r}", profile(viewer={"blockedBy": value}), bruno=False)
      for value in (True, "true", 1, "at://x", [0], {"by": "list"})),
    *(Row(f"{name} {value!r}", profile(viewer={name: value}), bruno=False)
      for name in ("blocking", "blockingByList", "muted", "mutedByList")
      for value in (True, "at://x", 1, {"uri": "at://x"})),
]  # fmt: skip
"""What is sent of one person only, so that many of them can be met in the same rounds."""
ROWS = [
    # Empty is not the end.
    Row("an empty page with a cursor", paged(([], "2026-11-27T00:00:00.000Z"), (None, None))),
    Row("empty pages with opaque cursors", paged(([], "a"), ([], "b"), ([], "c"), (None, None))),
    Row("[{}, {}] before the rest", paged(([{}, {}], "a"), (None, None)), unreadable=1),
    Row("an unknown reason alone on a page", paged(([{"reason": "waved"}], "a"), (None, None)),
        unreadable=1),
    Row("an empty cursor", paged((None, ""))),
    Row("a cursor that is null", paged((None, None))),
    Row("a cursor that is a number", paged(([], 17), (None, None))),
    Row("a cursor that is false", paged((None, False))),
    Row("a cursor that is an object", paged((None, {"before": 1})), unreadable=1),
    Row("a cursor longer than an address", paged((None, "x" * 100_000)), unreadable=1),
    Row("a cursor that repeats itself", paged((None, "a"), ([], "a"))),
    Row("cursors in a circle", paged((None, "a"), ([], "b"), ([], "a"))),
    Row("a cursor in the future", paged(([], "2199-01-01T00:00:00.000Z"), (None, None))),
    Row("a cursor of the year 1", paged(([], "0001-01-01T00:00:00.000Z"), (None, None))),
    Row("a cursor with signs", paged(([], "a b&c=d\N{SNOWMAN}"), (None, None))),
    Row("notifications that are null, then the rest", paged((None, "a"), (None, None))),
    Row("other names first", known_as("https://me.example/", "at://me.example")),
    Row("other names of any kind", known_as(None, 5, {}, "at://", "at://not a name",
                                            "at://me.example", "at://other.example")),
    Row("the same name twice", known_as("at://me.example", "at://me.example")),
    Row("a name in capitals", known_as("at://ME.example")),
    # A helper request that fails does not stop the job.
    *(Row(f"{method} fails on Bruno: {name}", fails_with(method, parameter, BRUNO, FAULTS[name]),
          bruno=None if method == PROFILES else True)
      for method, parameter in HELPERS.items()
      for name in ("500", "401", "200 with a web page", "400 without a message")),
    Row("a byte order mark before the notifications", marked_notifications),
    *(Row(f"helpers: {name}", both(answers(THREAD, fault), answers(LATEST, fault)))
      for name, fault in FAULTS.items()),
    *(Row(f"{LATEST}: {name}", answers(LATEST, fault)) for name, fault in HOPELESS.items()),
    Row("100 notifications are refused", at_most(NOTES, "limit", 40, "limit must be at most 40")),
    Row("50 notifications are refused", at_most(NOTES, "limit", 12, "")),
    Row("two profiles are refused", at_most(PROFILES, "actors", 1, "too many actors")),
    Row("six posts are refused", at_most(POSTS, "uris", 5, "too many uris")),
    # Own records.
    Row("a record that is none", own("app.bsky.feed.post/3m62222222222", {"text": 5}),
        unreadable=1),
    Row("a like of nothing", own("app.bsky.feed.like/3m62222222222", {
        "$type": "app.bsky.feed.like", "subject": None}), unreadable=1),
    Row("a record of another type", own("app.bsky.feed.post/3m62222222222", {
        "$type": "com.example.note", "text": "Hello"}), unreadable=1),
    Row("a record without a type", own("app.bsky.feed.post/3m62222222222", {"text": "Hello"})),
    Row("a key that is no time", own("app.bsky.feed.post/self", {
        "$type": "app.bsky.feed.post", "text": "Hello", "createdAt": "soon"})),
    Row("a key at the end of time", own("app.bsky.feed.post/jzzzzzzzzzzzz", {
        "$type": "app.bsky.feed.post", "text": "Hello"})),
    Row("a follow of nobody", own("app.bsky.graph.follow/3m62222222222", {
        "$type": "app.bsky.graph.follow", "subject": "handle.invalid"})),
    Row("an embed of bytes", own("app.bsky.feed.post/3m62222222222", {
        "$type": "app.bsky.feed.post", "text": "Hello", "embed": b"\xff\x00"})),
]  # fmt: skip
COMPANY = 18


@pytest.mark.parametrize("first", range(0, len(PEOPLE), COMPANY))
async def test_odd_people_cost_no_more_than_themselves(first: int, tmp_path: Path) -> None:
    rows = {f"odd{chr(97 + place)}z": row for place, row in enumerate(PEOPLE[first:][:COMPANY])}
    dids = {name: f"did:plc:{name:2<24}" for name in rows}
    street = Street(names=NAMES | {did: f"{name}.example" for name, did in dids.items()})
    for name, row in rows.items():
        street.odd = dids[name]
        row.change(street)

    told = await two_rounds(street, tmp_path)

    assert ([], []) == (told.errors, told.mishaps)
    assert {"Alice", "Bruno"} <= set(re.findall("Alice|Bruno", told.digest))
    named = set(re.findall("odd[a-z]z", told.digest.lower()))
    then = {row.name: row.bruno for row in rows.values() if row.bruno is not None}
    assert then == {row.name: name in named for name, row in rows.items() if row.name in then}
    assert told.unreadable == 0 or any(row.unreadable for row in rows.values())
    assert told.cursor["descent"] is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_an_oddity_costs_itself_only(row: Row, tmp_path: Path) -> None:
    street = Street()
    row.change(street)

    told = await two_rounds(street, tmp_path)

    assert [] == told.errors
    assert [] == told.mishaps
    assert "Alice" in told.digest
    assert row.bruno in {None, any(name in told.digest for name in ("Bruno", "bruno", BRUNO))}
    assert row.unreadable in {-1, told.unreadable}
    assert told.cursor["descent"] is None
    assert told.cursor["until"].startswith("2026-11-27T12:00")


@pytest.mark.parametrize("cursor", [{"before": 1}, "x" * 100_000])
async def test_a_list_that_is_cut_is_not_said_to_be_read_to_the_end(
    cursor: object, tmp_path: Path
) -> None:
    street = Street()
    paged((None, cursor))(street)

    told = await two_rounds(street, tmp_path)

    newest = max(note["indexedAt"] for note in street.notes)
    assert instant(newest) == told.reaches  # no page says what its lowest is


ODD = (
    st.sampled_from([*DATES, *SHAPES])
    | st.datetimes(timezones=st.timezones()).map(_iso)
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from("a.@1/\n \u200b\U0001f600").map(lambda letter: letter * 3_000)
)
"""Dates, numbers and lengths at the borders of their types, and beyond."""
PLACES = {
    "record": ("createdAt", "langs", "facets", "embed", "tags", "labels"),
    "note": ("indexedAt", "author", "reason", "reasonSubject", "isRead", "labels"),
    "profile": ("displayName", "description", "labels", "associated", "followersCount", "pinned"),
}


@settings(max_examples=8, deadline=None)
@given(
    values=st.fixed_dictionaries(
        {place: st.fixed_dictionaries(dict.fromkeys(names, ODD)) for place, names in PLACES.items()}
    ),
    reposted=ODD,
    cursor=ODD,
)
def test_whatever_the_values_alice_is_suggested(
    values: dict[str, dict[str, Any]],
    reposted: Any,  # noqa: ANN401 (any JSON)
    cursor: Any,  # noqa: ANN401 (any JSON)
) -> None:
    street = Street()
    records(**values["record"])(street)
    notes(**values["note"])(street)
    profile(**values["profile"])(street)
    street.records["app.bsky.feed.repost/3m62222222222"] = {
        "$type": "app.bsky.feed.repost",
        "subject": {"uri": street.of(BRUNO)[0]["uri"], "cid": "b"},
        "createdAt": reposted if _fits_cbor(reposted) else "",
    }
    street.pages[""] = ([], cursor)
    street.pages |= {key: (street.notes, None) for key in map(str, (cursor,)) if key}
    whole = Street.usual(street, NOTES)
    street.more[NOTES] = lambda asked: (
        whole(asked)
        if asked.first("cursor") or Page(cursor=cursor).next
        else answer_of(street.notes)
    )

    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(two_rounds(street, Path(folder)))

    assert ([], []) == (told.errors, told.mishaps)
    assert "Alice" in told.digest
    assert told.cursor["descent"] is None
