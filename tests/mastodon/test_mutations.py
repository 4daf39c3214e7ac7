"""Whatever stands in a body: no crash, and every good item is kept."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.http import Response
from adapters.mastodon.api import Api
from adapters.mastodon.here import Here
from adapters.mastodon.items import listed, whole
from adapters.mastodon.listing import leaf_of
from adapters.mastodon.people import People, describe
from adapters.mastodon.posts import Posts
from adapters.mastodon.server import USUAL_LIMITS, Server
from adapters.mastodon.sources import Sheet, Sources
from adapters.mastodon.translate import Watched, interactions
from adapters.mastodon.wire import Account as Entity
from adapters.mastodon.wire import Context, Instance, Notification, Relationship, Status
from adapters.memory.clock import StoppedClock
from bot.domain.identity import Account, AccountKey, NetworkName, OwnerId
from tests.mutations import mutated

if TYPE_CHECKING:
    from tests.mutations import Json

FOLDER = Path(__file__).parents[1] / "fixtures" / "mastodon"
WIRE = Path(__file__).parents[3] / "shared" / "wire"
BODIES = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.mastodon.json"))]
NOTES = [
    note
    for body in BODIES
    for note in body["notifications"]
    if isinstance(note, dict) and isinstance(note.get("status"), dict)
]
GOOD = {
    **json.loads((FOLDER / "mastodon-both-sides.mastodon.json").read_text())["notifications"][-1],
    "id": "999999999",
}
ME = "109000000000000001"
NOBODY: Any = None


def reader(software: str = "mastodon") -> tuple[Sources, Posts, Watched]:
    clock = StoppedClock(datetime(2026, 11, 23, tzinfo=UTC))
    key = AccountKey(NetworkName.MASTODON, "camille@mastodon.example")
    api = Api(NOBODY, clock, key.id, None, lambda: "token")
    server = Server("https://mastodon.example", "mastodon.example", software, USUAL_LIMITS)
    people, posts = People(api, server), Posts(api, server)
    people.learn(Entity(id=ME, acct="camille"))
    account = Account(key, key.id, url="https://mastodon.example/@camille")
    watched = Watched(account, OwnerId("camille"), ME)
    return Sources(Here(api, people, posts, watched), 80), posts, watched


def answer(body: Json) -> Response:
    return Response(200, {}, json.dumps(body).encode(), "https://mastodon.example/api")


def read(notes: list[Json]) -> tuple[Sheet, list[str]]:
    sources, posts, watched = reader()
    sheet = sources.read_notes(leaf_of(listed(answer(notes), Notification), None))
    found = [one for talk in sheet.talk for one in interactions(talk, posts, watched, {})]
    for one in [*found, *sheet.signals]:
        assert one.at <= one.seen_at
        assert one.at.tzinfo is not None
    return sheet, [one.object_uri for one in found]


ODDITIES = ["@", "a@b@c", "<p", "<a class='mention' href>", "direct", "https://[", "x@xn--"]


@settings(max_examples=1_000, deadline=None)
@given(st.lists(mutated(NOTES, ODDITIES), max_size=4))
def test_an_odd_item_costs_only_itself(notes: list[Json]) -> None:
    sheet, found = read([*notes, GOOD])

    assert GOOD["status"]["uri"] in found
    assert all(json.dumps(one.raw) and one.why for one in sheet.rejected)


def recorded() -> list[Path]:
    return sorted([*WIRE.glob("live_*"), *WIRE.glob("mastodonpy_*")])


KINDS: dict[str, type[Any]] = {
    "accounts": Entity,
    "contexts": Context,
    "instances_v1": Instance,
    "instances_v2": Instance,
    "notifications": Notification,
    "relationships": Relationship,
    "statuses": Status,
}


@pytest.mark.skipif(not recorded(), reason="no recorded bodies lie beside the checkout")
@pytest.mark.parametrize("path", recorded(), ids=lambda path: path.name)
def test_every_recorded_body_is_read(path: Path) -> None:
    kind = KINDS.get(path.name.partition("__")[2].partition(".")[0])
    if kind is None:
        pytest.skip("not asked for")
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    calls = [one for one in json.loads(body) if one["status"] == 200]

    for one in calls:
        assert isinstance(whole(answer(one["body"]), kind), kind)


@pytest.mark.skipif(not recorded(), reason="no recorded bodies lie beside the checkout")
def test_every_recorded_notification_and_account_means_something() -> None:
    sources, posts, watched = reader()
    count = 0
    for path in recorded():
        for one in _calls(path):
            if path.name.endswith("notifications.json") and "grouped" not in path.name:
                leaf = leaf_of(listed(answer([one["body"]]), Notification), None)
                sheet = sources.read_notes(leaf)
                assert [] == sheet.rejected
                for talk in sheet.talk:
                    count += len(interactions(talk, posts, watched, {}))
            if "__accounts" in path.name:
                entity = msgspec.convert(one["body"], Entity)
                key = AccountKey(NetworkName.MASTODON, "x@y")
                account = describe(entity, key, Server("https://y", "y", "x", USUAL_LIMITS))
                assert "<" not in account.bio
    assert count >= 0


def _calls(path: Path) -> list[dict[str, Any]]:
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [one for one in json.loads(body) if one["status"] == 200]
