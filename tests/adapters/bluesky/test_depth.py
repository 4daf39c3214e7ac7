"""A body may nest as deep as it is long: that costs an item, at the worst a page, never a crash."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky.client.items import decode_answer
from adapters.bluesky.read.conversation import DEPTH, around
from adapters.bluesky.read.notifications import read_page
from adapters.bluesky.read.translate import interactions, key_of
from adapters.bluesky.wire.posts import ThreadAnswer
from adapters.http import Response
from adapters.memory.clock import StoppedClock
from bot.domain.people.identity import OwnerId
from bot.errors import UnreachableError
from tests.adapters.bluesky.server import ME
from tests.adapters.bluesky.test_mutations import GOOD, NOW

if TYPE_CHECKING:
    from adapters.bluesky.client.api import Api

URL = "https://pds.example/xrpc/it"
NOTES: list[dict[str, Any]] = [
    {**GOOD, "unread": "HERE", "uri": f"{GOOD['uri']}2"},
    {**GOOD, "indexedAt": "HERE"},
    {**GOOD, "record": "HERE", "uri": f"{GOOD['uri']}2"},
    {**GOOD, "record": {**GOOD["record"], "facets": ["HERE"]}, "uri": f"{GOOD['uri']}2"},
    {**GOOD, "record": {**GOOD["record"], "text": "\ud800", "unread": "HERE"}},
    {**GOOD, "record": "HERE", "uri": "at://did:plc:anouk2222222222222222222/un.heard.of/3m3g"},
    {**GOOD, "author": {**GOOD["author"], "viewer": {"blockingByList": "HERE"}}},
]


@settings(deadline=None)
@given(
    note=st.sampled_from(NOTES),
    nested=st.sampled_from([("[", "]"), ('{"a":', "}")]),
    levels=st.integers(1, 1_100) | st.integers(1, 12_000) | st.just(200_000),
)
def test_what_nests_deep_costs_no_more_than_its_page(
    note: dict[str, Any], nested: tuple[str, str], levels: int
) -> None:
    opened, closed = nested
    deep = json.dumps(note).replace('"HERE"', f"{opened * levels}null{closed * levels}")
    body = f'{{"notifications":[{deep},{json.dumps(GOOD)}]}}'.encode()

    try:
        page = read_page(Response(200, {}, body, URL), set(), None, NOW)
    except UnreachableError:
        if levels <= 500:
            raise
    else:
        found = [
            one for act in page.acts for one in interactions(act, key_of(ME), OwnerId("camille"))
        ]
        assert GOOD["uri"] in {one.object_uri for one in found}
        assert all(json.dumps(one.raw) and one.why for one in page.rejected)


class Deep:
    """Answers with a thread that goes on for so many levels, up or down."""

    def __init__(self, levels: int, *, up: bool) -> None:
        self._levels, self._up = levels, up
        self.rpc = SimpleNamespace(clock=StoppedClock(NOW))

    async def query(self, *_: object) -> ThreadAnswer:
        thread: Any = {}
        for level in range(self._levels, -1, -1):
            uri = GOOD["uri"].replace("3m3g", f"{level:04}")
            post = {**GOOD, "uri": uri}
            thread = {"post": post, **({"parent": thread} if self._up else {"replies": [thread]})}
        return decode_answer(
            Response(200, {}, json.dumps({"thread": thread}).encode(), URL), ThreadAnswer
        )


async def test_a_thread_is_read_as_far_as_was_asked_for() -> None:
    for levels, up in ((3, True), (3, False), (300, True), (300, False)):
        api: Api = Deep(levels, up=up)  # type: ignore[assignment]

        found = await around(api, GOOD["uri"], parents=DEPTH)

        assert min(levels, DEPTH) + 1 == len(found)
