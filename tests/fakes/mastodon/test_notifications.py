from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon import Mastodon, client

if TYPE_CHECKING:
    from httpx import AsyncClient  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account


async def kinds(api: AsyncClient, query: str = "") -> list[str]:
    told = (await api.get(f"/api/v1/notifications?{query}")).json()
    return [one["type"] for one in told]


async def test_each_kind_comes_and_can_be_chosen(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    status = server.post(anna, "Hello")
    server.follow(bruno, anna)
    server.favourite(bruno, status)
    server.boost(bruno, status)
    server.post(server.sign_up("chloe"), "@anna hi")

    assert ["mention", "reblog", "favourite", "follow"] == await kinds(api)
    assert ["mention", "follow"] == await kinds(api, "types[]=follow&types[]=mention")
    assert ["reblog", "follow"] == await kinds(
        api, "exclude_types[]=mention&exclude_types[]=favourite"
    )
    assert ["reblog", "favourite", "follow"] == await kinds(api, f"account_id={bruno.id}")
    assert 3 == len(await kinds(api, "limit=3"))


async def test_no_more_than_80_at_once(api: AsyncClient, server: Mastodon, anna: Account) -> None:
    status = server.post(anna, "Popular")
    for number in range(90):
        server.favourite(server.sign_up(f"fan{number}"), status)

    assert (40, 80) == (len(await kinds(api)), len(await kinds(api, "limit=500")))


async def test_what_is_taken_back_was_never_told(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    status = server.post(anna, "Hello")
    server.post(bruno, "@anna hi")
    async with client(server, server.token(bruno)) as other:
        await other.post(f"/api/v1/statuses/{status.id}/favourite")
        await other.post(f"/api/v1/statuses/{status.id}/unfavourite")

    assert ["mention"] == await kinds(api)

    server.block(anna, bruno)

    assert [] == await kinds(api)


async def test_a_strangers_direct_message_waits(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    """As a new account has it: `for_private_mentions` is `filter`."""
    server.post(bruno, "@anna psst", visibility="direct")

    assert [] == await kinds(api)
    assert [] == (await api.get("/api/v1/conversations")).json()
    assert ["mention"] == await kinds(api, "include_filtered=true")

    request = (await api.get("/api/v1/notifications/requests")).json()[0]
    summary = (await api.get("/api/v2/notifications/policy")).json()["summary"]
    await api.post(f"/api/v1/notifications/requests/{request['id']}/accept")

    assert "1" == request["notifications_count"]
    assert {"pending_requests_count": 1, "pending_notifications_count": 1} == summary
    assert ["mention"] == await kinds(api)
    assert 1 == len((await api.get("/api/v1/conversations")).json())
    assert anna is not bruno


async def test_an_answer_to_ones_own_message_does_not(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    asked = server.post(anna, "@bruno lunch?", visibility="direct")
    server.post(bruno, "@anna yes", visibility="direct", reply_to=asked)

    assert ["mention"] == await kinds(api)


async def test_a_policy_can_drop(
    api: AsyncClient, server: Mastodon, bruno: Account, anna: Account
) -> None:
    policy: Any = {"for_not_following": "drop"}
    changed = (await api.patch("/api/v2/notifications/policy", json=policy)).json()
    server.post(bruno, "@anna hello")

    assert "drop" == changed["for_not_following"]
    assert [] == await kinds(api, "include_filtered=true")
    assert anna is not bruno


async def test_a_message_to_oneself_tells_nobody(
    api: AsyncClient, server: Mastodon, anna: Account
) -> None:
    server.post(anna, "@anna remember the bread", visibility="direct")

    conversation = (await api.get("/api/v1/conversations")).json()[0]

    assert [] == await kinds(api)
    assert [str(anna.id)] == [one["id"] for one in conversation["accounts"]]


async def test_an_asked_for_follow_waits_for_an_answer(server: Mastodon, bruno: Account) -> None:
    locked = server.sign_up("dora", is_locked=True)
    server.follow(bruno, locked)
    async with client(server, server.token(locked)) as api:
        before = await kinds(api)
        answer = await api.post(f"/api/v1/follow_requests/{bruno.id}/authorize")
        after = await kinds(api)

    assert (["follow_request"], ["follow"]) == (before, after)
    assert answer.json()["followed_by"] is True


async def test_relationships_tell_both_ways(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    remote = server.meet("chloe@elsewhere.example")
    server.follow(anna, bruno)
    server.block(remote, anna)
    server.mute(anna, remote)
    await api.post("/api/v1/domain_blocks", data={"domain": "elsewhere.example"})

    query = f"id[]={remote.id}&id[]={bruno.id}&id[]=12"
    far, near = (await api.get(f"/api/v1/accounts/relationships?{query}")).json()

    assert (True, False) == (near["following"], near["followed_by"])
    assert (True, True, True) == (far["blocked_by"], far["muting"], far["domain_blocking"])


async def test_new_accounts_can_be_told_apart(
    api: AsyncClient, server: Mastodon, anna: Account
) -> None:
    await api.patch("/api/v2/notifications/policy", json={"for_new_accounts": "filter"})
    young = server.sign_up("young", created_at=server.world.now() - timedelta(days=29))
    server.favourite(young, server.post(anna, "Hello"))

    assert [] == await kinds(api)
