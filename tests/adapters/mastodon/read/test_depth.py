"""A body may nest as deep as it is long: that costs an item, at the worst a page, never a crash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.http import Response
from adapters.mastodon.client.items import listed, senseless, whole
from adapters.mastodon.client.wire import Account, Context, Notification
from adapters.mastodon.read.listing import batch_of
from adapters.mastodon.read.translate import interactions
from bot.errors import UnreachableError
from tests.adapters.mastodon.read.test_mutations import GOOD, reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.mastodon.read.lists import Findings

URL = "https://mastodon.example/api/v1/notifications"
PLACE = '"HERE"'
STATUS = {**GOOD["status"], "reblog": "HERE"}
NOTES: list[dict[str, Any]] = [
    {**GOOD, "unread": "HERE"},
    {**GOOD, "created_at": "HERE"},
    {**GOOD, "account": {**GOOD["account"], "moved": "HERE"}},
    # Read, and found odd later: what is kept of it has to be written again.
    {**GOOD, "account": {**GOOD["account"], "moved": "HERE", "acct": "@"}, "type": "follow"},
    {**GOOD, "status": STATUS, "type": "unheard-of"},
]
LONGEST = 4_000_000
"""Bytes of what nests in a body."""
OPENED = st.sampled_from(["[", '{"a":', f"{json.dumps(STATUS).partition(PLACE)[0]}"])
CLOSED = {"[": "]"}


def read(body: bytes) -> tuple[Findings, list[str]]:
    lists, posts, watched = reader()
    batch = batch_of(listed(Response(200, {}, body, URL), Notification), None)
    findings = lists.read_notes(batch)
    found = [one for talk in findings.talk for one in interactions(talk, posts, watched, {})]
    return findings, [one.object_uri for one in found]


def called(deep: int, work: Callable[[], None]) -> None:
    if deep:
        called(deep - 1, work)
    else:
        work()


@settings(deadline=None)
@given(
    note=st.sampled_from(NOTES),
    opened=OPENED,
    levels=st.integers(1, 1_100) | st.integers(1, 12_000) | st.just(200_000),
    stack=st.integers(0, 500),
)
def test_what_nests_deep_costs_no_more_than_its_page(
    note: dict[str, Any], opened: str, levels: int, stack: int
) -> None:
    closed = CLOSED.get(opened, "}")
    levels = min(levels, LONGEST // len(opened))
    deep = json.dumps(note).replace(PLACE, f"{opened * levels}null{closed * levels}")
    body = f"[{deep},{json.dumps(GOOD)}]".encode()

    def page() -> None:
        try:
            findings, found = read(body)
        except UnreachableError:
            if levels <= 200:
                raise
        else:
            assert GOOD["status"]["uri"] in found
            assert all(one.why for one in findings.rejected)

    called(stack, page)


def test_an_answer_that_nests_too_deep_is_unreachable() -> None:
    body = b'{"ancestors":%s}' % (b"[" * 1_000_000 + b"]" * 1_000_000)

    answer = Response(200, {}, body, URL)

    with pytest.raises(UnreachableError, match=r"mastodon\.example"):
        whole(answer, Context)
    with pytest.raises(UnreachableError, match=r"mastodon\.example"):
        listed(answer, Notification)


def test_an_odd_item_that_nests_too_deep_to_be_written_is_kept_without_its_words() -> None:
    deep: Any = None
    for _ in range(100_000):
        deep = [deep]
    entity = Account(id="1", acct="@", moved=deep)

    with pytest.raises(RecursionError):
        msgspec.json.encode(entity)
    kept = senseless(entity, "no address")

    assert ("", "no address (and it nests too deep to be kept)") == (kept.raw, kept.why)
