from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx  # noqa: TID251 (loopback, and within the process)
import pytest

from tests.fakes.mastodon import Mode, process, serving

if TYPE_CHECKING:
    from tests.fakes.mastodon import Account, HandClock, Mastodon

POST = "POST /api/v1/statuses"


async def post(api: httpx.AsyncClient, key: str = "k") -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await api.post("/api/v1/statuses", json={"status": "x"}, headers=headers)


def count(server: Mastodon, who: Account) -> int:
    return len(server.world.statuses.by(who))


@pytest.mark.parametrize(
    ("mode", "after_it", "after_a_repeat"),
    [(Mode.DROP, 0, 1), (Mode.LOST, 1, 1), (Mode.LOST_BEFORE_KEY, 1, 2), (Mode.LATE, 0, 1)],
)
async def test_answers_that_are_lost(  # noqa: PLR0913, PLR0917 (fixtures)
    api: httpx.AsyncClient,
    server: Mastodon,
    anna: Account,
    mode: Mode,
    after_it: int,
    after_a_repeat: int,
) -> None:
    server.faults.add(mode, POST, seconds=90)

    with pytest.raises(httpx.ReadError):
        await post(api)

    assert after_it == count(server, anna)

    assert 200 == (await post(api)).status_code
    assert after_a_repeat == count(server, anna)


async def test_a_late_landing_is_a_second_status(
    api: httpx.AsyncClient, server: Mastodon, anna: Account, clock: HandClock
) -> None:
    server.faults.add(Mode.LATE, POST, seconds=90)
    with pytest.raises(httpx.ReadError):
        await post(api)
    await post(api)
    clock.advance(timedelta(seconds=91))

    shown = (await api.get(f"/api/v1/accounts/{anna.id}/statuses")).json()

    assert ["2026-11-20T12:01:30.000Z", "2026-11-20T12:00:00.000Z"] == [
        status["created_at"] for status in shown
    ]


async def test_a_repeat_that_fails_for_ever(api: httpx.AsyncClient, server: Mastodon) -> None:
    server.faults.add(Mode.REPEAT_500, POST, times=None)

    answers = [await post(api), await post(api), await post(api), await post(api, "another")]

    assert [200, 500, 500, 200] == [answer.status_code for answer in answers]


async def test_a_key_that_is_not_looked_at(
    api: httpx.AsyncClient, server: Mastodon, anna: Account
) -> None:
    server.faults.add(Mode.KEY_IGNORED, POST, times=None)
    await post(api)
    await post(api)

    assert 2 == count(server, anna)


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        (Mode.HTML, 200),
        (Mode.ERROR, 500),
        (Mode.GATEWAY, 502),
        (Mode.UNAVAILABLE, 503),
        *((mode, 429) for mode in Mode if mode.value.startswith("429")),
    ],
)
async def test_other_answers_in_place_of_the_deed(
    api: httpx.AsyncClient, server: Mastodon, anna: Account, mode: Mode, status: int
) -> None:
    server.faults.add(mode, POST)

    answer = await post(api)

    assert status == answer.status_code
    assert 0 == count(server, anna)
    assert 200 == (await post(api)).status_code


async def test_wrong_types_in_the_first_of_a_list_only(
    api: httpx.AsyncClient, server: Mastodon, anna: Account
) -> None:
    server.post(anna, "one")
    server.post(anna, "two")
    server.faults.add(Mode.WRONG_TYPES)

    odd, good = (await api.get(f"/api/v1/accounts/{anna.id}/statuses")).json()

    assert {str} == {type(good["id"]), type(good["content"])}
    assert (int, list, list) == (type(odd["id"]), type(odd["content"]), type(odd["account"]))


async def test_pages_without_end(api: httpx.AsyncClient, server: Mastodon, anna: Account) -> None:
    status = server.post(anna, "one")
    server.faults.add(Mode.ENDLESS, times=None)
    url, seen = f"/api/v1/accounts/{anna.id}/statuses", set()
    for _ in range(5):
        page = await api.get(url)
        url = page.links["next"]["url"]
        seen.add(url)

        assert [str(status.id)] == [one["id"] for one in page.json()]

    assert 5 == len(seen)


async def test_faults_of_the_line(server: Mastodon, anna: Account) -> None:
    headers = {"authorization": f"Bearer {server.token(anna)}"}
    async with serving(server) as url, httpx.AsyncClient(base_url=url, headers=headers) as api:
        server.faults.add(Mode.LOST, POST)
        with pytest.raises(httpx.TransportError):
            await post(api)
        server.faults.add(Mode.TRUNCATED)
        with pytest.raises(httpx.RemoteProtocolError):
            await api.get("/api/v1/instance")
        server.faults.add(Mode.HALF_OPEN)
        with pytest.raises(httpx.ReadTimeout):
            await api.get("/api/v1/instance", timeout=0.1)
        server.faults.add(Mode.DRIP, seconds=0.01)
        begun = time.monotonic()
        async with api.stream("GET", "/api/v1/instance") as dripping:
            chunks = dripping.aiter_raw()
            for _ in range(10):
                await anext(chunks)
            await chunks.aclose()  # type: ignore[attr-defined]

        assert time.monotonic() - begun > 0.08
        assert 200 == (await api.get("/api/v1/instance")).status_code

    assert 1 == count(server, anna)


def test_a_process_of_its_own() -> None:
    with process() as remote, httpx.Client(base_url=remote.url) as api:
        anna = remote.act("sign_up", username="anna")
        bruno = remote.act("meet", acct="bruno@elsewhere.example")
        token = remote.act("token", who="anna", scopes=["read", "write:statuses"])
        old = remote.act("post", who="anna", text="Then", at="2026-01-02T03:04:05+00:00")
        remote.act("favourite", who=bruno["acct"], status=old)
        remote.act("fault", mode="lost", where=POST)
        headers = {"authorization": f"Bearer {token}"}
        with pytest.raises(httpx.TransportError):
            api.post("/api/v1/statuses", json={"status": "x"}, headers=headers)
        before = datetime.fromisoformat(remote.act("advance", seconds=0))
        after = datetime.fromisoformat(remote.act("advance", seconds=3600))
        refused = api.post("/.control/sign_up", json={"username": "mallory"})
        told = api.get("/api/v1/notifications", headers=headers).json()
        said = remote.act("statuses", who="anna")

    assert ["Then", "x"] == [status["text"] for status in said]
    assert ["favourite"] == [one["type"] for one in told]
    assert "anna" == anna["acct"]
    assert after - before > timedelta(minutes=59)
    assert 403 == refused.status_code
