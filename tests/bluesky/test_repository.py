"""CAR files and the trees in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky import car
from adapters.bluesky.tree import Tree
from tests.bluesky.repository import Repository

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DID = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
keys = st.from_regex(r"[a-c]{1,2}\.x/[a-z0-9]{1,6}", fullmatch=True)


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

    assert sorted(some) == [leaf.key for leaf in tree.leaves()]
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
    there = {leaf.key for leaf in tree.leaves()}
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


async def test_a_part_of_a_file_is_not_taken_for_all_of_it() -> None:
    body = Repository(DID, {"a.x/1": {"is": 1}}).car()

    with pytest.raises(car.CarError, match="too early"):
        await car.read(chunks(body[:-5]))


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff" * 12, b"\x05hello", b"\x01\xa0"])
async def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(car.CarError):
        await car.read(chunks(body))
