"""Whatever stands in a body: no crash, and every good item is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky.read import car
from adapters.bluesky.read.notifications import read_page
from adapters.bluesky.read.translate import interactions, key_of
from adapters.bluesky.read.tree import Tree
from adapters.http import Response
from bot.domain.people.identity import OwnerId
from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import ME
from tests.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.bluesky.read.notifications import NotificationPage
    from tests.mutations import Json

FOLDER = Path(__file__).parents[2] / "fixtures" / "bluesky"
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


def of(notes: list[Json]) -> NotificationPage:
    """A page of these notifications, read."""
    body = json.dumps({"notifications": notes}).encode()
    return read_page(Response(200, {}, body, "https://pds.example/xrpc/it"), set(), None, NOW)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(mutated(NOTES, ODDITIES), max_size=4))
def test_an_odd_item_costs_only_itself(notes: list[Json]) -> None:
    page = of([*notes, GOOD])

    found = [one for act in page.acts for one in interactions(act, key_of(ME), OwnerId("camille"))]
    assert GOOD["uri"] in {one.object_uri for one in found}
    assert all(one.at <= one.seen_at and one.at.tzinfo is not None for one in found)
    assert all(json.dumps(one.raw) and one.why for one in page.rejected)


@pytest.mark.parametrize(
    ("langs", "languages"),
    [(["en", 5, None, "fr"], ("en", "fr")), ([], ()), (None, ()), ("en", ()), ({"en": 1}, ())],
)
def test_of_the_languages_of_a_post_those_are_read_that_can_be(
    langs: Json, languages: tuple[str, ...]
) -> None:
    (act,) = of([{**GOOD, "record": {**GOOD["record"], "langs": langs}}]).acts

    assert {languages} == {
        found.languages for found in interactions(act, key_of(ME), OwnerId("camille"))
    }


@given(st.lists(st.sampled_from(NOTES) | mutated(NOTES, ODDITIES), max_size=3))
def test_a_page_decoded_in_one_go_is_what_its_items_are_one_by_one(notes: list[Json]) -> None:
    odd = {"uri": 1}  # because of which all are decoded one by one

    page, beside = of(notes), of([*notes, odd])

    assert (page.acts, page.authors, page.bottom) == (beside.acts, beside.authors, beside.bottom)
    rejected = [*page.rejected, *of([odd]).rejected]
    assert sorted(item.why for item in rejected) == sorted(item.why for item in beside.rejected)


def test_what_is_beside_an_odd_item_means_what_it_means_without() -> None:
    usual = [note for note in NOTES if not of([note]).rejected]

    page, beside = of(usual), of([*usual, {"uri": 1}])

    assert (page.acts, page.authors, page.bottom) == (beside.acts, beside.authors, beside.bottom)
    assert (True, 0, 1) == (len(page.acts) > 5, len(page.rejected), len(beside.rejected))


@pytest.mark.parametrize("others", [[], [{"uri": 1}]])
def test_a_record_that_is_not_what_its_collection_holds_is_odd(others: list[Json]) -> None:
    uri = "at://did:plc:anouk2222222222222222222/app.bsky.feed.like/3m3ggggggg2gg"

    page = of([{**GOOD, "uri": uri}, *others])

    assert [] == page.acts
    assert f"{uri}: Invalid value 'app.bsky.feed.post' - at `$.$type`" == page.rejected[-1].why
    assert GOOD["record"]["text"] == json.loads(page.rejected[-1].raw)["text"]


CAR = Repository(
    ME, {f"app.bsky.feed.like/3m3{number:010}": {"n": number} for number in range(40)}
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
