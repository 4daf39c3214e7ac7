from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.fakes.mastodon import client

if TYPE_CHECKING:
    from httpx import AsyncClient, Response  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account, HandClock, Mastodon

PLAIN = "/api/v1/accounts/verify_credentials"
PAGING = "/api/v1/notifications?min_id=1"


async def last_of(count: int, api: AsyncClient, path: str) -> Response:
    for _ in range(count - 1):
        await api.get(path)
    return await api.get(path)


async def test_300_in_five_minutes_for_a_token(api: AsyncClient, clock: HandClock) -> None:
    clock.advance(timedelta(seconds=1, microseconds=250))

    good, bad = await last_of(300, api, PLAIN), await api.get(PLAIN)
    clock.advance(timedelta(minutes=5))
    later = await api.get(PLAIN)

    assert (200, "0") == (good.status_code, good.headers["x-ratelimit-remaining"])
    assert (429, {"error": "Too many requests"}) == (bad.status_code, bad.json())
    assert "2026-11-20T12:05:00.000250Z" == bad.headers["x-ratelimit-reset"]
    assert "retry-after" not in bad.headers
    assert 299 == int(later.headers["x-ratelimit-remaining"])


async def test_300_in_fifteen_minutes_for_a_user_who_pages(
    api: AsyncClient, server: Mastodon, anna: Account, clock: HandClock
) -> None:
    """Shared by all tokens of the user, and by all kinds of paging."""
    server.limits.is_on = True
    await last_of(150, api, PAGING)
    app = server.world.keyring.register("Another app")
    other_token = server.world.keyring.issue(app, anna, ("read",), clock.now())
    async with client(server, other_token.text) as other:
        good = await last_of(150, other, "/api/v1/timelines/home?max_id=1")
        bad = await other.get(PAGING)
        plain = await other.get(PLAIN)
    clock.advance(timedelta(minutes=5))
    still = await api.get(PAGING)

    assert (200, "0") == (good.status_code, good.headers["x-ratelimit-remaining"])
    assert [429, 200, 429] == [one.status_code for one in (bad, plain, still)]
    assert datetime.fromisoformat(bad.headers["x-ratelimit-reset"]) == (
        clock.now() + timedelta(minutes=10)
    )


async def test_300_for_an_address_that_is_not_signed_in(anybody: AsyncClient) -> None:
    good, bad = await last_of(300, anybody, "/api/v1/instance"), await anybody.get(PLAIN)

    assert (200, 429) == (good.status_code, bad.status_code)


async def test_1500_for_a_user(server: Mastodon, anna: Account, clock: HandClock) -> None:
    for number in range(5):
        app = server.world.keyring.register(f"App {number}")
        token = server.world.keyring.issue(app, anna, ("read",), clock.now())
        async with client(server, token.text) as api:
            good = await last_of(300, api, "/api/v1/follow_requests?limit=1")
    async with client(server, server.token(anna)) as api:
        bad = await api.get(PLAIN)

    assert (200, 429) == (good.status_code, bad.status_code)
    assert "1500" == bad.headers["x-ratelimit-limit"]


async def test_posts_have_a_limit_of_their_own(api: AsyncClient, clock: HandClock) -> None:
    for _ in range(300):
        await api.post("/api/v1/statuses", json={"status": "x"})
    clock.advance(timedelta(minutes=5))
    bad = await api.post("/api/v1/statuses", json={"status": "x"})

    assert 429 == bad.status_code
    assert "2026-11-20T15:00:00.000000Z" == bad.headers["x-ratelimit-reset"]


async def test_they_can_be_turned_off(api: AsyncClient, server: Mastodon) -> None:
    server.limits.is_on = False

    answer = await last_of(301, api, "/api/v1/follow_requests")

    assert 200 == answer.status_code
    assert "x-ratelimit-limit" not in answer.headers
