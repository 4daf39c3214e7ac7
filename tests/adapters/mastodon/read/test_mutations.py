"""Whatever stands in a body: no crash, and every good item is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.http import Response
from adapters.mastodon.client.api import Api
from adapters.mastodon.client.items import listed, one_by_one, whole
from adapters.mastodon.client.server import USUAL_LIMITS, Server
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.client.wire import Context, Instance, Notification, Relationship, Status
from adapters.mastodon.read.connection import Connection
from adapters.mastodon.read.listing import batch_of
from adapters.mastodon.read.lists import Findings, Lists
from adapters.mastodon.read.people import People
from adapters.mastodon.read.posts import Posts
from adapters.mastodon.read.profile import describe
from adapters.mastodon.read.translate import Watched, interactions
from adapters.memory.clock import StoppedClock
from bot.domain.people.identity import Account, AccountKey, NetworkName, OwnerId
from tests.mutations import mutated

if TYPE_CHECKING:
    from tests.mutations import Json

FOLDER = Path(__file__).parents[3] / "fixtures" / "mastodon"
BODIES = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.mastodon.json"))]
SHAPES: dict[str, dict[str, list[Any]]] = {
    path.stem: json.loads(path.read_text()) for path in sorted((FOLDER / "shapes").glob("*.json"))
}
"""By software, and by list: bodies with the keys and types that its servers send."""
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


def reader(software: str = "mastodon") -> tuple[Lists, Posts, Watched]:
    clock = StoppedClock(datetime(2026, 11, 23, tzinfo=UTC))
    key = AccountKey(NetworkName.MASTODON, "camille@mastodon.example")
    api = Api(NOBODY, clock, key.id, None, lambda: "token")
    server = Server("https://mastodon.example", "mastodon.example", software, USUAL_LIMITS)
    people, posts = People(api, server), Posts(api, server)
    people.learn(Entity(id=ME, acct="camille"))
    account = Account(key, key.id, url="https://mastodon.example/@camille")
    watched = Watched(account, OwnerId("camille"), ME)
    connection = Connection(api=api, people=people, posts=posts, watched=watched)
    return Lists(connection, 80), posts, watched


def answer(body: Json) -> Response:
    return Response(200, {}, json.dumps(body).encode(), "https://mastodon.example/api")


def read(notes: list[Json]) -> tuple[Findings, list[str]]:
    lists, posts, watched = reader()
    findings = lists.read_notes(batch_of(listed(answer(notes), Notification), None))
    found = [one for talk in findings.talk for one in interactions(talk, posts, watched, {})]
    for one in [*found, *findings.signals]:
        assert one.at <= one.seen_at
        assert one.at.tzinfo is not None
    return findings, [one.object_uri for one in found]


ODDITIES = ["@", "a@b@c", "<p", "<a class='mention' href>", "direct", "https://[", "x@xn--"]


TOO_LONG = {**GOOD, "id": "1" * 501}


@given(st.lists(st.sampled_from([GOOD, TOO_LONG]) | mutated(NOTES, ODDITIES), max_size=3))
def test_a_list_decoded_in_one_go_is_what_its_items_are_one_by_one(notes: list[Json]) -> None:
    body = answer(notes)

    assert one_by_one(body, Notification) == listed(body, Notification)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(mutated(NOTES, ODDITIES), max_size=4))
def test_an_odd_item_costs_only_itself(notes: list[Json]) -> None:
    findings, found = read([*notes, GOOD])

    assert GOOD["status"]["uri"] in found
    assert all(json.dumps(one.raw) and one.why for one in findings.rejected)


KINDS: dict[str, type[Any]] = {
    "accounts": Entity,
    "contexts": Context,
    "instances_v1": Instance,
    "instances_v2": Instance,
    "notifications": Notification,
    "relationships": Relationship,
    "statuses": Status,
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(kind, body, id=f"{software}-{name}")
        for software, lists in SHAPES.items()
        for name, kind in KINDS.items()
        for body in lists.get(name, ())
    ],
)
def test_a_body_of_every_server_is_read(kind: type[Any], body: Json) -> None:
    assert isinstance(whole(answer(body), kind), kind)


@pytest.mark.parametrize("software", SHAPES)
def test_a_notification_of_every_server_means_something(software: str) -> None:
    lists, _, _ = reader(software)
    notes = SHAPES[software]["notifications"]

    findings = lists.read_notes(batch_of(listed(answer(notes), Notification), None))

    assert [] == findings.rejected
    assert len(notes) == len(findings.times)


@pytest.mark.parametrize("software", SHAPES)
def test_an_account_of_every_server_is_described_in_plain_text(software: str) -> None:
    key = AccountKey(NetworkName.MASTODON, "x@y")
    server = Server("https://y", "y", software, USUAL_LIMITS)
    entities = [msgspec.convert(body, Entity) for body in SHAPES[software]["accounts"]]

    bios = [describe(entity, key, server).bio for entity in entities]

    assert any(bios)
    assert "<" not in "".join(bios)
