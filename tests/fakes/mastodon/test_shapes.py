"""What our server says looks like what Mastodon says.

Both are held to `shapes.json`: the answers of our server, and bodies in the form of Mastodon's.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.mastodon import Field, HandClock, Mastodon, client
from tests.fakes.mastodon.shapes import misfits

if TYPE_CHECKING:
    from tests.fakes.mastodon import Account

FIXTURE = Path(__file__).parents[2] / "fixtures" / "mastodon" / "shapes" / "mastodon.json"
BODIES: dict[str, list[Any]] = json.loads(FIXTURE.read_text())
"""By list: bodies with the keys and types that Mastodon 4.6 sends, and invented contents."""
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Mastodon:
    """Everything that an entity can show, at least once."""
    server = Mastodon(clock=HandClock(NOW))
    link = Field("Blog", "https://anna.example/a/rather/long/path/indeed", NOW)
    anna = server.sign_up("anna", note="Bread #nobot", fields=(link, Field("City", "Lyon")))
    bruno = server.sign_up("bruno", is_bot=True, is_discoverable=True)
    chloe = server.meet("chloe@elsewhere.example", note="<p>Hello</p>", is_limited=True)
    dora = server.sign_up("dora", moved_to=bruno)
    server.follow(bruno, anna)
    server.follow(anna, bruno)
    root = server.post(anna, "Who bakes? @bruno #bread")
    answer = server.post(bruno, "@anna me", reply_to=root)
    server.edit(answer, "@anna me, me")
    server.favourite(bruno, root)
    server.boost(anna, answer)
    server.post(anna, "Look", quoting=answer)
    server.post(dora, "Look again", quoting=server.post(bruno, "Bis", quoting=root))
    server.post(bruno, "@anna psst", visibility="direct")
    server.post(chloe, f'<a href="{server.world.profile(anna)}">@anna</a>', visibility="direct")
    server.mute(anna, dora)
    return server


PATHS = {
    "/api/v1/accounts/verify_credentials": "Account",
    "/api/v1/accounts/lookup?acct=bruno": "Account",
    "/api/v1/accounts/lookup?acct=dora": "Account",
    "/api/v1/accounts/{bruno}": "Account",
    "/api/v1/accounts?id[]={bruno}": "[Account]",
    "/api/v1/accounts/{bruno}/statuses": "[Status]",
    "/api/v1/accounts/{anna}/statuses": "[Status]",
    "/api/v1/accounts/{dora}/statuses": "[Status]",
    "/api/v1/accounts/{anna}/followers": "[Account]",
    "/api/v1/accounts/relationships?id[]={bruno}&id[]={dora}": "[Relationship]",
    "/api/v1/statuses/{root}": "Status",
    "/api/v1/statuses/{root}/context": "Context",
    "/api/v1/statuses/{root}/source": "StatusSource",
    "/api/v1/statuses/{answer}/history": "[Version]",
    "/api/v1/statuses/{root}/favourited_by": "[Account]",
    "/api/v1/timelines/home": "[Status]",
    "/api/v1/conversations": "[Conversation]",
    "/api/v1/notifications?include_filtered=true": "[Notification]",
    "/api/v1/notifications/requests": "[Request]",
    "/api/v2/notifications/policy": "Policy",
    "/api/v1/mutes": "[Account]",
    "/api/v2/search?q=bruno": "Search",
    "/api/v1/instance": "Instance",
    "/api/v2/instance": "InstanceV2",
    "/api/v1/statuses/1": "Error",
}


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
async def test_our_answers_have_the_shapes(server: Mastodon, path: str, kind: str) -> None:
    body = await asked(server, path, "anna")

    assert [] == misfits(kind, body)
    assert body


@pytest.mark.parametrize(
    "path",
    ["/api/v1/accounts/{anna}", "/api/v1/accounts/{anna}/statuses", "/api/v1/statuses/{root}"],
)
async def test_so_have_answers_to_nobody(server: Mastodon, path: str) -> None:
    kind = {"{anna}": "Account", "statuses": "[Status]"}.get(path.rsplit("/", 1)[-1], "Status")

    assert [] == misfits(kind, await asked(server, path, None))


async def test_so_have_the_answers_to_what_is_done(server: Mastodon) -> None:
    anna, root = found(server, "anna"), first(server, "anna")
    async with client(server, server.token(anna)) as api:
        posted = (await api.post("/api/v1/statuses", json={"status": "Hello"})).json()
        boosted = (await api.post(f"/api/v1/statuses/{root}/reblog")).json()
        deleted = (await api.delete(f"/api/v1/statuses/{posted['id']}")).json()
        app = (
            await api.post("/api/v1/apps", data={"client_name": "x", "redirect_uris": "a:b"})
        ).json()

    assert [] == misfits("Status", posted)
    assert [] == misfits("Status", boosted)
    assert [] == misfits("Status", deleted)
    assert [] == misfits("App", app)
    assert "Hello" == deleted["text"]
    assert "content" not in deleted


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Mention", {"id": 1, "username": "a", "url": "b", "acct": "c"}),
        ("Mention", {"id": "1", "username": "a", "url": "b"}),
        ("Tag", {"name": "a", "url": "b", "colour": "c"}),
        ("[Tag]", {"name": "a", "url": "b"}),
        ("time", "2026-11-20 12:00:00"),
        ("flag | null", 0),
    ],
)
def test_a_shape_can_fail(kind: str, value: object) -> None:
    assert misfits(kind, value)


KINDS = {
    "accounts": "Account",
    "contexts": "Context",
    "conversations": "Conversation",
    "instances_v1": "Instance",
    "instances_v2": "InstanceV2",
    "notifications": "Notification",
    "relationships": "Relationship",
    "statuses": "Status",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_bodies_of_mastodon_have_the_shapes(name: str, kind: str) -> None:
    bodies = BODIES[name]

    assert bodies
    assert [] == [misfit for body in bodies for misfit in misfits(kind, body)]


def first(server: Mastodon, acct: str) -> int:
    return min(status.id for status in server.world.statuses.by(found(server, acct)))


def found(server: Mastodon, acct: str) -> Account:
    account = server.world.find(acct)

    assert account

    return account


async def asked(server: Mastodon, path: str, who: str | None) -> Any:  # noqa: ANN401 (JSON)
    names = {one.username: one.id for one in server.world.accounts}
    root, answer = first(server, "anna"), first(server, "bruno")
    token = server.token(found(server, who)) if who else None
    async with client(server, token) as api:
        response = await api.get(path.format(**names, root=root, answer=answer))
    return response.json()
