from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.mastodon import Mastodon, client

if TYPE_CHECKING:
    from httpx import AsyncClient  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account, HandClock
    from tests.fakes.mastodon.model.status import Visibility


async def listed(server: Mastodon, author: Account, who: Account | None) -> list[str]:
    token = server.token(who) if who else None
    async with client(server, token) as api:
        page = (await api.get(f"/api/v1/accounts/{author.id}/statuses")).json()
    return [status["visibility"] for status in page]


async def test_who_sees_what_of_an_account(
    server: Mastodon, anna: Account, bruno: Account, clock: HandClock
) -> None:
    follower, stranger, blocked = (server.sign_up(name) for name in ("f", "s", "b"))
    server.follow(follower, anna)
    server.block(anna, blocked)
    visibilities: tuple[Visibility, ...] = ("direct", "private", "unlisted", "public")
    for visibility in visibilities:
        clock.advance(timedelta(minutes=1))
        server.post(anna, "@bruno hi", visibility=visibility)

    assert ["public", "unlisted", "private", "direct"] == await listed(server, anna, anna)
    assert ["public", "unlisted", "private", "direct"] == await listed(server, anna, bruno)
    assert ["public", "unlisted", "private"] == await listed(server, anna, follower)
    assert ["public", "unlisted"] == await listed(server, anna, stranger)
    assert ["public", "unlisted"] == await listed(server, anna, None)
    assert [] == await listed(server, anna, blocked)


async def test_replies_and_boosts_can_be_left_out(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    """An answer to oneself is not left out."""
    root = server.post(anna, "root")
    own = server.post(anna, "more", reply_to=root)
    other = server.post(anna, "@bruno yes", reply_to=server.post(bruno, "well?"))
    boost = server.boost(anna, server.post(bruno, "news"))
    path = f"/api/v1/accounts/{anna.id}/statuses"

    async def ids(query: str) -> set[int]:
        return {int(status["id"]) for status in (await api.get(f"{path}?{query}")).json()}

    assert {root.id, own.id, other.id, boost.id} == await ids("exclude_replies=false")
    assert {root.id, own.id, boost.id} == await ids("exclude_replies=true")
    assert {root.id, own.id, other.id} == await ids("exclude_reblogs=1")


@pytest.mark.parametrize(
    ("visibility", "reblog", "favourite"),
    [("public", 200, 200), ("unlisted", 200, 200), ("private", 403, 200), ("direct", 403, 200)],
)
async def test_what_can_be_boosted(  # noqa: PLR0913, PLR0917 (fixtures)
    api: AsyncClient,
    server: Mastodon,
    anna: Account,
    bruno: Account,
    visibility: Visibility,
    reblog: int,
    favourite: int,
) -> None:
    server.follow(anna, bruno)
    status = server.post(bruno, "@anna hi", visibility=visibility)

    boosted = await api.post(f"/api/v1/statuses/{status.id}/reblog")
    liked = await api.post(f"/api/v1/statuses/{status.id}/favourite")

    assert (reblog, favourite) == (boosted.status_code, liked.status_code)


async def test_a_boost_is_a_status_that_can_be_taken_back(
    api: AsyncClient, server: Mastodon, bruno: Account
) -> None:
    status = server.post(bruno, "news").id

    boost = (await api.post(f"/api/v1/statuses/{status}/reblog")).json()
    back = (await api.post(f"/api/v1/statuses/{status}/unreblog")).json()
    gone = await api.get(f"/api/v1/statuses/{boost['id']}")

    assert (str(status), "", True) == (boost["reblog"]["id"], boost["content"], boost["reblogged"])
    assert (str(status), False, 404) == (back["id"], back["reblogged"], gone.status_code)


@pytest.mark.parametrize(
    ("act", "undo", "key"),
    [
        ("follow", "unfollow", "following"),
        ("block", "unblock", "blocking"),
        ("mute", "unmute", "muting"),
    ],
)
async def test_each_relation_can_be_undone(
    api: AsyncClient, bruno: Account, act: str, undo: str, key: str
) -> None:
    made = (await api.post(f"/api/v1/accounts/{bruno.id}/{act}")).json()
    undone = (await api.post(f"/api/v1/accounts/{bruno.id}/{undo}")).json()

    assert (True, False) == (made[key], undone[key])


async def test_a_mute_can_end_by_itself(api: AsyncClient, bruno: Account, clock: HandClock) -> None:
    muted = (await api.post(f"/api/v1/accounts/{bruno.id}/mute", json={"duration": 60})).json()
    before = (await api.get("/api/v1/mutes")).json()
    clock.advance(timedelta(seconds=61))
    after = (await api.get("/api/v1/mutes")).json()

    assert "2026-11-20T12:01:00Z" == muted["muting_expires_at"]
    assert (1, 0) == (len(before), len(after))


async def test_a_thread_leaves_out_whom_one_hides(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    root = server.post(anna, "root")
    server.post(bruno, "hidden", reply_to=root)
    server.mute(anna, bruno)

    context = (await api.get(f"/api/v1/statuses/{root.id}/context")).json()

    assert [] == context["descendants"]


async def test_a_profile_can_be_changed(api: AsyncClient) -> None:
    form = {
        "display_name": "Anna",
        "note": "Bakes. #nobot",
        "bot": "true",
        "discoverable": "false",
        "fields_attributes[0][name]": "City",
        "fields_attributes[0][value]": "Lyon",
    }

    me: dict[str, Any] = (await api.patch("/api/v1/accounts/update_credentials", data=form)).json()

    assert ("Anna", True, False) == (me["display_name"], me["bot"], me["discoverable"])
    assert "#<span>nobot</span>" in me["note"]
    assert "Bakes. #nobot" == me["source"]["note"]
    assert [{"name": "City", "value": "Lyon", "verified_at": None}] == me["fields"]


async def test_one_edits_and_deletes_only_what_is_ones_own(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account, clock: HandClock
) -> None:
    mine, theirs = server.post(anna, "mine"), server.post(bruno, "theirs")
    clock.advance(timedelta(minutes=1))

    edited = (await api.put(f"/api/v1/statuses/{mine.id}", json={"status": "mine!"})).json()
    refused = await api.put(f"/api/v1/statuses/{theirs.id}", json={"status": "no"})
    kept = await api.delete(f"/api/v1/statuses/{theirs.id}")

    assert ("<p>mine!</p>", "2026-11-20T12:01:00.000Z") == (edited["content"], edited["edited_at"])
    assert [404, 404] == [refused.status_code, kept.status_code]


async def test_notifications_and_conversations_can_be_put_away(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    server.follow(anna, bruno)
    server.post(bruno, "@anna psst", visibility="direct")
    told = (await api.get("/api/v1/notifications")).json()[0]["id"]
    conversation = (await api.get("/api/v1/conversations")).json()[0]["id"]

    read = (await api.post(f"/api/v1/conversations/{conversation}/read")).json()
    await api.post(f"/api/v1/notifications/{told}/dismiss")
    await api.delete(f"/api/v1/conversations/{conversation}")

    assert False is read["unread"]
    assert [] == (await api.get("/api/v1/notifications")).json()
    assert [] == (await api.get("/api/v1/conversations")).json()


async def test_a_body_that_is_no_json(api: AsyncClient) -> None:
    headers = {"content-type": "application/json"}

    answer = await api.post("/api/v1/statuses", content="{", headers=headers)

    assert 400 == answer.status_code


async def test_a_path_that_is_not_there(api: AsyncClient) -> None:
    page = await api.get("/api/v2/notifications")
    data = await api.get("/api/v2/notifications", headers={"accept": "application/json"})

    assert page.headers["content-type"].startswith("text/html")
    assert (404, {"error": "Not Found"}) == (data.status_code, data.json())


async def test_only_who_is_signed_in_has_addresses_looked_up(
    api: AsyncClient, server: Mastodon
) -> None:
    query = "/api/v2/search?q=https%3A%2F%2Felsewhere.example%2F1&resolve=true"
    async with client(server) as nobody:
        refused = await nobody.get(query)

    assert (401, 200) == (refused.status_code, (await api.get(query)).status_code)


async def test_a_post_of_another_server_is_found_by_the_id_it_has_there(
    api: AsyncClient, server: Mastodon
) -> None:
    uri = "https://bridge.example/convert/at://did:plc:abc/app.bsky.feed.post/1"
    copy = server.meet("alice.test@bridge.example", uri="https://bridge.example/did:plc:abc")
    status = server.post(copy, "<p>Quinces</p>", uri=uri)

    answer = await api.get("/api/v2/search", params={"q": uri, "resolve": "true"})

    [found] = answer.json()["statuses"]
    assert (str(status.id), uri) == (found["id"], found["uri"])
    assert "https://bridge.example/did:plc:abc" == found["account"]["uri"]
