from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from httpx import AsyncClient  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account, HandClock, Mastodon


@pytest.fixture
def ids(server: Mastodon, clock: HandClock, anna: Account) -> list[int]:
    """Ten statuses, one a minute, the oldest first."""
    made = []
    for number in range(10):
        clock.advance(timedelta(minutes=1))
        made.append(server.post(anna, f"Number {number}").id)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=3", [9, 8, 7]),
        ("limit=3&max_id={5}", [4, 3, 2]),
        ("limit=3&since_id={2}", [9, 8, 7]),
        ("limit=3&min_id={2}", [5, 4, 3]),
        ("limit=3&min_id={2}&max_id={5}", [4, 3]),
        ("limit=3&min_id={2}&since_id={7}", [5, 4, 3]),
        ("limit=-2", [9, 8]),
        ("limit=0", []),
        ("limit=3&min_id=01HZX", [2, 1, 0]),
        ("limit=3&max_id=abc", []),
        ("limit=3&min_id={9}", []),
    ],
)
async def test_ids_cut_out_a_page(
    api: AsyncClient, anna: Account, ids: list[int], query: str, expected: list[int]
) -> None:
    for number, one in enumerate(ids):
        query = query.replace(f"{{{number}}}", str(one))

    page = (await api.get(f"/api/v1/accounts/{anna.id}/statuses?{query}")).json()

    assert expected == [ids.index(int(status["id"])) for status in page]


async def test_links_lead_on_with_the_filters(
    api: AsyncClient, anna: Account, ids: list[int]
) -> None:
    path = f"/api/v1/accounts/{anna.id}/statuses"

    full = await api.get(f"{path}?limit=4&exclude_replies=true&unknown=1")
    last = await api.get(full.links["next"]["url"], params={"limit": 40})

    assert (
        f"https://mastodon.example{path}?exclude_replies=true&limit=4&max_id={ids[6]}"
        == (full.links["next"]["url"])
    )
    assert f"min_id={ids[9]}" in full.links["prev"]["url"]
    assert "next" not in last.links


async def test_notifications_link_on_from_every_page(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    server.favourite(bruno, server.post(anna, "Hello"))

    page = await api.get("/api/v1/notifications?types[]=favourite&types[]=mention")
    beyond = await api.get(page.links["next"]["url"])

    assert "types%5B%5D=favourite&types%5B%5D=mention" in page.links["next"]["url"]
    assert [] == beyond.json()
    assert {} == beyond.links


async def test_an_id_tells_the_time(api: AsyncClient, server: Mastodon, anna: Account) -> None:
    earlier = server.world.now() - timedelta(days=100)
    young = server.post(anna, "Now")
    old = server.post(anna, "Then", at=earlier)

    body = (await api.get(f"/api/v1/statuses/{old.id}")).json()

    assert old.id < young.id
    assert round(earlier.timestamp() * 1000) == int(body["id"]) >> 16
    assert "2026-08-12T12:00:00.000Z" == body["created_at"]


async def test_conversations_are_paged_by_their_last_statuses(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account, clock: HandClock
) -> None:
    first = server.post(anna, "@bruno one", visibility="direct")
    clock.advance(timedelta(minutes=1))
    second = server.post(anna, "@bruno two", visibility="direct")
    server.post(bruno, "@anna back", visibility="direct", reply_to=first)

    everything = await api.get("/api/v1/conversations?limit=1")
    older = await api.get(everything.links["next"]["url"])

    assert [True] == [one["unread"] for one in everything.json()]
    assert [str(second.id)] == [one["last_status"]["id"] for one in older.json()]
