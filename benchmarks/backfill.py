"""A repository of 100,000 records, as a CAR file, to interactions and on into the log.

Each side runs in processes of its own, in turn; what they load beforehand is not counted. The SDK
reads the CAR file and makes its models of the records: it does not
walk the tree, make interactions or write a log. Ours sets the garbage collector as `terrasse` does,
the SDK's side leaves it as Python does.
"""

# ruff: noqa: PLC0415 (each side loads what is its own)

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.talk.interaction import Interaction

RECORDS: Final = 100_000
RUNS: Final = 3
GOAL: Final = 2.5
"""The least ratio to the SDK, for interactions; the log has no goal."""
ME: Final = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
POST: Final = "app.bsky.feed.post"
LIKE: Final = "app.bsky.feed.like"
CID: Final = "bafyreieyyq2xd4cwe2ccw6d5kcz6pqrzhovjkyynubgmhkvmpscbi7aq7y"
_SIDES: Final = ("interactions", "log", "sdk")


def measure() -> list[Figure]:
    """CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        car = Path(folder) / "repo.car"
        car.write_bytes(_repository())
        rounds = [[_run(car, side) for side in _SIDES] for _ in range(RUNS)]
    interactions, log, sdk = (median(times) for times in zip(*rounds, strict=True))
    return [
        Figure(
            name="backfill",
            work=f"{RECORDS} records to interactions",
            ours=interactions,
            peer=sdk,
            peer_name="atproto",
            goal=GOAL,
        ),
        Figure(
            name="backfill",
            work=f"{RECORDS} records into the log",
            ours=log,
            peer=sdk,
            peer_name="atproto",
        ),
    ]


def _run(car: Path, side: str) -> float:
    command = [sys.executable, "-m", "benchmarks.backfill", side, str(car)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(said.stdout))


def _repository() -> bytes:
    from tests.adapters.bluesky.repository import Repository

    records = {}
    for number in range(RECORDS // 2):
        records[f"{POST}/3m3{number:010}"] = _reply(number)
        records[f"{LIKE}/3m3{number:010}"] = _like(number)
    return Repository(ME, records).car()


def _their(number: int) -> dict[str, str]:
    return {"uri": f"at://did:plc:friend{number % 2_000:018}/{POST}/3m2{number:010}", "cid": CID}


def _reply(number: int) -> dict[str, Any]:
    return {
        "$type": POST,
        "text": f"I do, beans mostly, and some {number} kinds of peas that nobody has named yet.",
        "langs": ["en"],
        "createdAt": f"2026-{1 + number % 9:02}-10T08:00:00.000Z",
        "reply": {"root": _their(number), "parent": _their(number)},
    }


def _like(number: int) -> dict[str, Any]:
    when = f"2026-{1 + number % 9:02}-11T08:00:00.000Z"
    return {"$type": LIKE, "subject": _their(number), "createdAt": when}


# --- one side, in a process of its own -------------------------------------------------------


async def _pages(path: Path) -> AsyncIterator[list[Interaction]]:
    from datetime import UTC, datetime

    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.read import car
    from adapters.bluesky.read.history import CHUNK
    from adapters.bluesky.read.own_records import acts_of
    from adapters.bluesky.read.translate import interactions, key_of
    from adapters.bluesky.read.tree import Tree
    from bot.domain.people.identity import OwnerId

    async def chunks() -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(65_536):
                yield chunk

    read = await car.read(chunks())
    acts, _ = acts_of(read, Tree(read), Identity(ME, "me.example", ""), datetime.now(UTC))
    me, owner = key_of(ME), OwnerId("owner")
    for start in range(0, len(acts), CHUNK):
        some = acts[start : start + CHUNK]
        yield [interaction for act in some for interaction in interactions(act, me, owner)]


async def _interactions(path: Path) -> int:
    return sum([len(page) async for page in _pages(path)])


async def _log(path: Path) -> int:
    from adapters.store import open_store
    from benchmarks.talk import OWNER

    store = await open_store(f"sqlite:///{path.with_suffix('.db')}")
    count = 0
    async for page in _pages(path):
        async with store.unit(OWNER) as unit:
            count += (await unit.log.record(page)).added
    await store.close()
    for file in path.parent.glob("*.db*"):
        file.unlink()
    return count


def _sdk(path: Path) -> int:
    from atproto import CAR, models

    kinds = {POST: models.AppBskyFeedPost.Record, LIKE: models.AppBskyFeedLike.Record}
    blocks = CAR.from_bytes(path.read_bytes()).blocks.values()
    found = [
        models.get_or_create(block, kinds[block["$type"]])
        for block in blocks
        if block.get("$type") in kinds
    ]
    return len(found)


def _side(name: str, path: Path) -> None:
    if name == "sdk":
        import atproto  # noqa: F401 (not counted)
    else:
        import adapters.bluesky.read.own_records
        import adapters.store  # noqa: F401 (not counted)
    start = time.process_time()
    count = {
        "interactions": lambda: asyncio.run(_interactions(path)),
        "log": lambda: asyncio.run(_log(path)),
        "sdk": lambda: _sdk(path),
    }[name]()
    seconds = time.process_time() - start
    if count != RECORDS:
        message = f"{count} records"
        raise AssertionError(message)
    print(seconds)


if __name__ == "__main__":
    _side(sys.argv[1], Path(sys.argv[2]))
