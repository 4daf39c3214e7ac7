"""CAR files and the trees in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import libipld
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky.client.identity import Identity
from adapters.bluesky.read import car
from adapters.bluesky.read.car import Car
from adapters.bluesky.read.own_records import acts_of
from adapters.bluesky.read.tree import Tree
from tests.adapters.bluesky.repository import Repository

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DID = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
keys = st.from_regex(r"[a-c]{1,2}\.x/[a-z0-9]{1,6}", fullmatch=True)
own = st.from_regex(r"app\.bsky\.feed\.(like|repost)/[a-z0-9]{1,3}", fullmatch=True)
times = st.sampled_from(
    [f"2026-11-20T08:00:00.{part}Z" for part in ("000", "123", "123456", "124")]
)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def chunks(body: bytes, size: int = 1_000) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def tree_of(repository: Repository, since: Repository | None = None) -> Tree:
    return Tree(await car.read(chunks(repository.car(since))))


@settings(deadline=None)
@given(st.sets(keys, max_size=60), st.integers(1, 400))
async def test_all_keys_come_in_their_order(some: set[str], size: int) -> None:
    repository = Repository(DID, {key: {"is": key} for key in some})

    tree = Tree(await car.read(chunks(repository.car(), size)))

    assert sorted(some) == [key for key, _ in tree.leaves()]
    assert all(tree.holds(key) for key in some)
    assert tree.holds("nobody/here") is False


@settings(deadline=None)
@given(st.sets(keys, max_size=60), st.sets(keys, max_size=10), st.sets(st.integers(0, 59)))
async def test_what_changed_is_told_from_the_change_alone(
    before: set[str], added: set[str], dropped: set[int]
) -> None:
    kept = {key for place, key in enumerate(sorted(before)) if place not in dropped}
    after = kept | added
    old = Repository(DID, {key: {"is": key} for key in before}, "3l2222222222a")
    new = Repository(DID, {key: {"is": key} for key in after}, "3l2222222222b")

    tree = await tree_of(new, old)

    assert not any(tree.holds(key) for key in before - after)
    assert not any(tree.holds(key) is False for key in after)
    there = {key for key, _ in tree.leaves()}
    assert after - before <= there <= after


async def test_most_deletions_are_told_by_the_change_alone() -> None:
    some = [f"a.x/{number:04}" for number in range(300)]
    old = Repository(DID, {key: {"is": key} for key in some})
    told = 0
    for gone in some[::10]:
        new = Repository(DID, {key: {"is": key} for key in some if key != gone})
        tree = await tree_of(new, old)
        assert len(new.car(old)) < len(new.car()) / 5
        told += tree.holds(gone) is False

    assert told >= 20


@settings(deadline=None)
@given(st.dictionaries(own, times))
async def test_own_records_are_read_in_the_order_of_their_places(when: dict[str, str]) -> None:
    subject = {"uri": f"at://{DID}/app.bsky.feed.post/3m3", "cid": "bafy"}
    records = {
        key: {"$type": key.partition("/")[0], "subject": subject, "createdAt": at}
        for key, at in when.items()
    }
    read = await car.read(chunks(Repository(DID, records).car()))

    acts, odd = acts_of(read, Tree(read), Identity(DID, "me.example", ""), NOW)

    places = [act.order_key for act in acts]
    assert sorted(set(places), reverse=True) == places
    assert ({f"at://{DID}/{key}" for key in when}, []) == ({str(act.uri) for act in acts}, odd)


async def test_a_tree_that_leads_back_into_itself_is_damaged() -> None:
    root, node, record = b"root", b"node", b"record"
    entry = {"p": 0, "k": b"a.x/1", "v": record, "t": node}
    blocks = {
        root: libipld.encode_dag_cbor({"did": DID, "rev": "3l2222222222a", "data": node}),
        node: libipld.encode_dag_cbor({"l": node, "e": [entry]}),
    }

    with pytest.raises(car.CarError, match="without an end"):
        list(Tree(Car(root, blocks)).leaves())


async def test_a_part_of_a_file_is_not_taken_for_all_of_it() -> None:
    body = Repository(DID, {"a.x/1": {"is": 1}}).car()

    with pytest.raises(car.CarError, match="too early"):
        await car.read(chunks(body[:-5]))


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff" * 12, b"\x05hello", b"\x01\xa0"])
async def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(car.CarError):
        await car.read(chunks(body))
