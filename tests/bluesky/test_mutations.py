"""Whatever stands in a body: no crash, and every good item is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky import car
from adapters.bluesky.items import whole
from adapters.bluesky.others_side import read_page
from adapters.bluesky.translate import interactions, key_of
from adapters.bluesky.tree import Tree
from adapters.bluesky.wire import Notifications
from adapters.http import Response
from bot.domain.identity import OwnerId
from tests.bluesky.repository import Repository
from tests.bluesky.server import ME
from tests.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.mutations import Json

FOLDER = Path(__file__).parents[1] / "fixtures" / "bluesky"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
NOTES = [
    note
    for path in sorted(FOLDER.glob("*.bsky.json"))
    for note in json.loads(path.read_text()).get("notifications", [])
    if isinstance(note, dict) and "record" in note
]
GOOD = {
    **json.loads((FOLDER / "reply.bsky.json").read_text())["notifications"][0],
    "uri": "at://did:plc:anouk2222222222222222222/app.bsky.feed.post/3m3ggggggg2gg",
}

ODDITIES = ["at://", "did:plc:"]


@settings(max_examples=1_000, deadline=None)
@given(st.lists(mutated(NOTES, ODDITIES), max_size=4))
def test_an_odd_item_costs_only_itself(notes: list[Json]) -> None:
    body = json.dumps({"notifications": [*notes, GOOD]}).encode()
    answer = Response(200, {}, body, "https://pds.example/xrpc/it")

    page = read_page(whole(answer, Notifications), set(), None, NOW)

    found = [one for act in page.acts for one in interactions(act, key_of(ME), OwnerId("camille"))]
    assert GOOD["uri"] in {one.object_uri for one in found}
    assert all(one.at <= one.seen_at and one.at.tzinfo is not None for one in found)
    assert all(json.dumps(one.raw) and one.why for one in page.rejected)


CAR = Repository(
    ME,
    {f"app.bsky.feed.like/3m3{number:010}": {"n": number} for number in range(40)},
).car()


async def chunked(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


@settings(max_examples=500, deadline=None)
@given(st.integers(0, len(CAR) - 1), st.integers(0, 255), st.integers(1, 5_000))
async def test_a_damaged_repository_is_called_so(place: int, byte: int, size: int) -> None:
    body = bytearray(CAR)
    body[place] = byte
    try:
        tree = Tree(await car.read(chunked(bytes(body), size)))
        leaves = list(tree.leaves())
        tree.holds("app.bsky.feed.like/3m30000000007")
    except car.CarError:
        return
    assert len(leaves) <= 40


@given(st.binary(max_size=200))
async def test_what_is_no_repository_is_called_so(body: bytes) -> None:
    try:
        Tree(await car.read(chunked(body, 7)))
    except car.CarError:
        return
    raise AssertionError(body)
