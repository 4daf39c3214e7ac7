"""Recording 100,000 interactions in pages of 100, tallies and exchanges included.

Each page is a transaction, as in collecting. The floor is the standard library's `sqlite3`: one
`executemany` for each page, of the very rows that ours left in its log, into a table like it; it
looks for nothing that is there already, makes no tallies and no exchanges, and is given its rows
ready made. There are two: with all indexes of the table, and with the natural key's only.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from adapters.store import open_store
from adapters.store.engine import PRAGMAS
from benchmarks.figure import Figure
from benchmarks.talk import OWNER, talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.talk.interaction import Interaction

COUNT: Final = 100_000
PAGE: Final = 100
RUNS: Final = 3
GOAL: Final = 0.15
"""The least ratio to the floor with all indexes."""


def measure() -> list[Figure]:
    """CPU seconds, the median of rounds in which each has its turn."""
    interactions = list(talk(COUNT))
    rounds = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(_round(Path(folder), interactions))
    ours, whole, bare = (median(times) for times in zip(*rounds, strict=True))
    work = f"{COUNT} interactions in pages of {PAGE}"
    return [
        Figure(
            name="ingest",
            work=work,
            ours=ours,
            peer=whole,
            peer_name="sqlite3, same indexes",
            goal=GOAL,
        ),
        Figure(
            name="ingest", work=work, ours=ours, peer=bare, peer_name="sqlite3, natural key only"
        ),
    ]


def _round(folder: Path, interactions: Sequence[Interaction]) -> tuple[float, float, float]:
    store = folder / "store.db"
    ours = asyncio.run(_record(store, interactions))
    return ours, _floor(store, folder / "whole.db"), _floor(store, folder / "bare.db", "bare")


async def _record(path: Path, interactions: Sequence[Interaction]) -> float:
    store = await open_store(f"sqlite:///{path}")
    start = time.process_time()
    for page in _pages(interactions):
        async with store.unit(OWNER) as unit:
            await unit.log.record(page)
    seconds = time.process_time() - start
    await store.close()
    return seconds


def _floor(store: Path, path: Path, kind: str = "") -> float:
    with sqlite3.connect(store) as source:
        tables = source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('owners', 'interactions')"
            " AND sql IS NOT NULL ORDER BY type DESC"
        ).fetchall()
        rows = source.execute("SELECT * FROM interactions ORDER BY id").fetchall()
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", *PRAGMAS):
        database.execute(f"PRAGMA {pragma}")
    for (statement,) in tables:
        if not (kind == "bare" and statement.startswith("CREATE INDEX")):
            database.execute(statement)
    database.execute("INSERT INTO owners VALUES (?, 'Europe/Paris')", (OWNER.id,))
    insert = f"INSERT INTO interactions VALUES ({','.join('?' * len(rows[0]))})"  # noqa: S608
    start = time.process_time()
    for page in _pages(rows):
        database.execute("BEGIN IMMEDIATE")
        database.executemany(insert, page)
        database.execute("COMMIT")
    seconds = time.process_time() - start
    database.close()
    return seconds


def _pages(rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [rows[start : start + PAGE] for start in range(0, len(rows), PAGE)]
