"""A page of 80 notifications to interactions, beside Mastodon.py's own casting of it.

Both in this process, in turn, from the same bytes; the median of each. Mastodon.py is spared
the translation, which it does not do.
"""

# ruff: noqa: PLC0415 (each side loads what is its own)

from __future__ import annotations

import asyncio
import json
import time
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

ITEMS: Final = 80
RUNS: Final = 7


def measure() -> list[Figure]:
    """Seconds for a page."""
    page = asyncio.run(_page())
    ours, peer = _ours(page), _peer(page)
    rounds = [(_seconds(ours), _seconds(peer)) for _ in range(RUNS)]
    mine, theirs = zip(*rounds, strict=True)
    work = f"a page of {ITEMS} notifications, {len(page) // 1024} KiB"
    return [Figure("mastodon: decode", work, median(mine), median(theirs), "Mastodon.py")]


async def _page() -> bytes:
    """What the tests' small Mastodon tells somebody who was answered eighty times."""
    from tests.mastodon_server import Mastodon, client

    server = Mastodon()
    camille = server.sign_up("camille")
    root = server.post(camille, "Who has seeds to swap?")
    for number in range(ITEMS):
        other = server.meet(f"friend{number}@other.example", note="<p>Seeds &amp; bread.</p>")
        text = f'<p><a href="{server.world.base}/@camille" class="u-url mention">@<span>camille'
        text += f"</span></a> I do, beans mostly, and {number} kinds of peas nobody has named.</p>"
        server.post(other, text, reply_to=root)
    async with client(server, server.token(camille)) as api:
        answer = await api.get("/api/v1/notifications", params={"limit": ITEMS})
    return answer.content


def _ours(page: bytes) -> Callable[[], int]:
    from datetime import UTC, datetime

    import msgspec

    from adapters.mastodon.api import Api
    from adapters.mastodon.here import Here
    from adapters.mastodon.listing import Leaf
    from adapters.mastodon.people import People
    from adapters.mastodon.posts import Posts
    from adapters.mastodon.server import USUAL_LIMITS, Server
    from adapters.mastodon.sources import Sources
    from adapters.mastodon.translate import Watched, interactions
    from adapters.memory.clock import StoppedClock
    from bot.domain.identity import Account, AccountKey, NetworkName, OwnerId

    key = AccountKey(NetworkName.MASTODON, "camille@mastodon.example")
    owner = Account(key, key.id, url="https://mastodon.example/@camille")
    clock: Any = StoppedClock(datetime.now(UTC))
    nobody: Any = None
    api = Api(nobody, clock, key.id, None, lambda: "")
    server = Server("https://mastodon.example", "mastodon.example", "mastodon", USUAL_LIMITS)
    first = json.loads(page)[0]["status"]

    def work() -> int:
        people, posts = People(api, server), Posts(api, server)
        watched = Watched(owner, OwnerId("owner"), first["in_reply_to_account_id"])
        people.learn(msgspec.convert({"id": watched.local_id, "acct": "camille"}, _entity()))
        sources = Sources(Here(api, people, posts, watched), ITEMS)
        leaf = Leaf(msgspec.json.decode(page, type=list[msgspec.Raw]), None)
        sheet = sources.read_notes(leaf)
        return sum(len(interactions(talk, posts, watched, {})) for talk in sheet.talk)

    return work


def _entity() -> Any:  # noqa: ANN401 (a type)
    from adapters.mastodon.wire import Account

    return Account


def _peer(page: bytes) -> Callable[[], int]:
    from mastodon.return_types import Notification
    from mastodon.types_base import NonPaginatableList, try_cast_recurse

    def work() -> int:
        cast = try_cast_recurse(NonPaginatableList[Notification], json.loads(page))  # type: ignore[no-untyped-call]
        return len(cast)

    return work


def _seconds(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    count = work()
    seconds = time.perf_counter() - start
    if count != ITEMS:
        message = f"{count} of {ITEMS}"
        raise AssertionError(message)
    return seconds
