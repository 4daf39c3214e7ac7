"""Decoding a back-fill of 20,000 records from Bluesky, beside the SDK of atproto.

Half of it is the account's own repository, half are pages of notifications. Each side runs in
a process of its own, which says how long it took and how much memory it came to; the SDK is
spared the walk through the tree, which it does not do.
"""

# ruff: noqa: PLC0415 (each side loads what is its own, and pays for it)

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RECORDS: Final = 20_000
ME: Final = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
THEM: Final = "did:plc:anouk2222222222222222222"
POST: Final = "app.bsky.feed.post"
WHEN: Final = "2026-11-10T08:00:00.000Z"
CID: Final = "bafyreieyyq2xd4cwe2ccw6d5kcz6pqrzhovjkyynubgmhkvmpscbi7aq7y"
_MIB: Final = 1024


def measure() -> list[Figure]:
    """Seconds and MiB of both."""
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        ours = _run(folder, "ours")
        peer = _run(folder, "sdk")
    work = f"decode {RECORDS} records"
    return [
        Figure("bluesky: seconds", work, ours[0], peer[0], "atproto"),
        Figure("bluesky: MiB at most", work, ours[1], peer[1], "atproto"),
    ]


def _run(folder: str, side: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.bluesky", side, folder]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, mib = json.loads(said.stdout)
    return seconds, mib


def _prepare(folder: Path) -> None:
    from tests.bluesky.repository import Repository

    half = RECORDS // 2
    records = {f"{POST}/3m3{number:010}": _reply(THEM, ME, number) for number in range(half)}
    (folder / "repo.car").write_bytes(Repository(ME, records).car())
    for page in range(half // 100):
        notes = [_note(page * 100 + number) for number in range(100)]
        (folder / f"{page:04}.json").write_text(json.dumps({"notifications": notes}))


def _reply(to: str, root: str, number: int) -> dict[str, Any]:
    above = {"uri": f"at://{to}/{POST}/3m2{number:010}", "cid": CID}
    below = {"uri": f"at://{root}/{POST}/3m1{number:010}", "cid": CID}
    return {
        "$type": POST,
        "text": f"I do, beans mostly, and some {number} kinds of peas that nobody has named yet.",
        "langs": ["en"],
        "createdAt": WHEN,
        "reply": {"root": below, "parent": above},
    }


def _note(number: int) -> dict[str, Any]:
    author = {
        "did": THEM,
        "handle": "anouk.example",
        "displayName": "Anouk",
        "description": "Seeds, soil and slow bread. Rennes.",
        "indexedAt": WHEN,
        "labels": [],
        "viewer": {"muted": False, "blockedBy": False},
    }
    return {
        "uri": f"at://{THEM}/{POST}/3m4{number:010}",
        "cid": CID,
        "author": author,
        "reason": "reply",
        "record": _reply(ME, ME, number),
        "isRead": False,
        "indexedAt": WHEN,
        "labels": [],
    }


async def _ours(repository: Path, pages: list[Path]) -> int:
    from datetime import UTC, datetime

    from adapters.bluesky import car
    from adapters.bluesky.api import Whom
    from adapters.bluesky.items import whole
    from adapters.bluesky.others_side import read_page
    from adapters.bluesky.own_side import acts_of
    from adapters.bluesky.translate import interactions, key_of
    from adapters.bluesky.tree import Tree
    from adapters.bluesky.wire import Notifications
    from adapters.http import Response
    from bot.domain.identity import OwnerId

    async def chunks() -> AsyncIterator[bytes]:
        with repository.open("rb") as file:
            while chunk := file.read(65_536):
                yield chunk

    now, owner = datetime.now(UTC), OwnerId("owner")
    read = await car.read(chunks())
    acts, _ = acts_of(read, Tree(read), Whom(ME, "me.example", ""), now)
    count = sum(len(interactions(act, key_of(ME), owner)) for act in acts)
    seen: set[str] = set()
    for path in pages:
        answer = Response(200, {}, path.read_bytes(), "https://pds.example/")
        page = read_page(whole(answer, Notifications), seen, None, now)
        count += sum(len(interactions(act, key_of(ME), owner)) for act in page.acts)
    return count


def _sdk(repository: Path, pages: list[Path]) -> int:
    from atproto import CAR, models

    count = 0
    for block in CAR.from_bytes(repository.read_bytes()).blocks.values():
        if block.get("$type") == POST:
            models.get_or_create(block, models.AppBskyFeedPost.Record)
            count += 1
    response = models.AppBskyNotificationListNotifications.Response
    for path in pages:
        page = models.get_or_create(json.loads(path.read_bytes()), response)
        count += len(page.notifications)
    return count


def _side(name: str, folder: Path) -> None:
    start = time.perf_counter()
    pages = sorted(folder.glob("*.json"))
    repository = folder / "repo.car"
    ours = name == "ours"
    count = asyncio.run(_ours(repository, pages)) if ours else _sdk(repository, pages)
    seconds = time.perf_counter() - start
    if count != RECORDS:
        message = f"{count} records"
        raise AssertionError(message)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    print(json.dumps([round(seconds, 3), round(mib, 1)]))


if __name__ == "__main__":
    _side(sys.argv[1], Path(sys.argv[2]))
