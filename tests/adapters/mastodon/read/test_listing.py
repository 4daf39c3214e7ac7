"""Paging through what strangers wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapters.http import Response
from adapters.mastodon.client.wire import Notification
from adapters.mastodon.read.listing import batches

if TYPE_CHECKING:
    from adapters.mastodon.client.api import Api, Parameters

PATH = "/api/v1/notifications"
Note = dict[str, Any]


def note(number: int) -> Note:
    return {"id": f"{number:03}", "type": "follow", "created_at": "2026-11-20T12:00:00Z"}


class Linkless:
    """Notifications, three a page, from a server that sends no Link header."""

    def __init__(self, *notes: Note) -> None:
        self._notes = sorted(notes, key=lambda one: str(one["id"]), reverse=True)

    async def get_page(self, path: str, parameters: Parameters) -> Response:
        below = str(parameters.get("max_id", "999"))
        page = [one for one in self._notes if one["id"] < below][:3]
        return Response(200, {}, json.dumps(page).encode(), f"https://snac.example{path}")


async def read(*notes: Note) -> tuple[list[str], int]:
    """The ids of what can be read, and how many cannot."""
    api: Api = Linkless(*notes)  # type: ignore[assignment]
    found = [batch async for batch in batches(api, PATH, Notification, {"limit": 3})]
    ids = [str(one.id) for batch in found for one in batch.items]
    return ids, sum(len(batch.rejected) for batch in found)


async def test_a_list_is_read_to_its_end() -> None:
    assert (["007", "006", "005", "004", "003"], 0) == await read(*map(note, range(3, 8)))


async def test_an_odd_item_is_counted_once_and_leads_on() -> None:
    odd = [{**note(number), "type": None} for number in (4, 5, 6)]

    assert (["008", "007", "003"], 3) == await read(*map(note, (8, 7, 3)), *odd)
    assert (["003"], 3) == await read(note(3), *odd)
