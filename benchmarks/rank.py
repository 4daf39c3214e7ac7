"""Scores from the tallies in a store, process start included: ours beside polars and DuckDB.

Each side is a process that reads the same store, of one owner with 100,000 interactions, scores,
and says what the scores add up to; the sums must agree. Ours reads tallies and people by way of the
store, and scores with `bot.domain.ranking.scoring`; the peers read rows with the standard library's
`sqlite3`. There is no goal.
"""

# ruff: noqa: PLC0415 (each side loads what is its own, and pays for it)

from __future__ import annotations

import asyncio
import json
import math
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.figure import COMPILED, Figure

TODAY: Final = date(2026, 11, 20)
PEERS: Final = ("polars", "duckdb")
_JULIAN: Final = 1_721_425


def measure() -> list[Figure]:
    """CPU seconds of whole processes, the median of rounds in which each has its turn."""
    from benchmarks.start import COUNT, fill

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        asyncio.run(fill(store))
        return _beside(f"one owner, {COUNT} interactions", store, 11)


def _beside(work: str, path: Path, runs: int) -> list[Figure]:
    rounds = [[_run(side, path) for side in ("ours", *PEERS)] for _ in range(runs)]
    for results in rounds:
        if any(not math.isclose(total, results[0][1], rel_tol=1e-6) for _, total in results):
            raise AssertionError(results)
    ours, *peers = [median(seconds for seconds, _ in side) for side in zip(*rounds, strict=True)]
    return [
        Figure(name="rank", work=work, ours=ours, peer=peer, peer_name=name)
        for name, peer in zip(PEERS, peers, strict=True)
    ]


def _run(side: str, path: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "benchmarks.rank", side, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=COMPILED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, sum(json.loads(said.stdout))


# --- one side, in a process of its own -------------------------------------------------------


def _ours(path: Path) -> list[float]:
    return asyncio.run(_scored(path))


async def _scored(path: Path) -> list[float]:
    from adapters.store import open_store
    from benchmarks.talk import OWNER
    from bot.domain.ranking import scoring

    store = await open_store(f"sqlite:///{path}")
    async with store.unit(OWNER) as unit:
        tallies, people = await unit.log.tallies(), await unit.people.all()
    await store.close()
    by_account = defaultdict(list)
    for tally in tallies:
        by_account[tally.account].append(tally)
    scale = scoring.scale(tallies, today=TODAY, weights={})
    everybody = [[tally for key in person.keys for tally in by_account[key]] for person in people]
    return [
        math.prod(scoring.parts_of(own, scale).values())
        for own in everybody
        if any(tally.out_talk or tally.in_talk for tally in own)
    ]


def _rows(path: Path) -> list[Any]:
    query = (
        "SELECT tallies.owner, person, CAST(julianday(day) + 0.5 AS INTEGER), out_talk, in_talk,"
        " out_signal + in_signal, out_boost FROM tallies JOIN accounts"
        " ON accounts.owner = tallies.owner AND accounts.key = tallies.account"
    )
    with sqlite3.connect(path) as database:
        return database.execute(query).fetchall()


NAMES: Final = ("owner", "person", "day", "out_talk", "in_talk", "clicks", "boosts")


def _polars(path: Path) -> list[float]:
    import polars as pl

    today = TODAY.toordinal() + _JULIAN
    rows = pl.DataFrame(_rows(path), schema=list(NAMES), orient="row").lazy()
    half = ((today - pl.col("day").min()) / 4.0).clip(3.0, 90.0).alias("half")
    scales = rows.group_by("owner").agg(half)
    rows = rows.with_columns(pl.col("day").clip(upper_bound=today))
    faded = pl.lit(2.0).pow((pl.col("day") - today) / pl.col("half"))
    daily = (
        rows.filter(pl.sum_horizontal("out_talk", "in_talk", "boosts") > 0)
        .group_by("owner", "person", "day")
        .agg(pl.col("out_talk").sum(), pl.col("in_talk").sum(), pl.col("boosts").sum())
        .join(scales, on="owner")
    )
    day = pl.col("day").filter((pl.col("out_talk") > 0) | (pl.col("in_talk") > 0))
    talks = (
        daily.group_by("owner", "person")
        .agg(
            pl.col("half").first(),
            ((1 + pl.col("out_talk") + pl.col("boosts") / 2).log(2) * faded)
            .sum()
            .alias("outgoing"),
            ((1 + pl.col("in_talk")).log(2) * faded).sum().alias("incoming"),
            day.len().alias("days"),
            (day // 7).n_unique().alias("weeks"),
            (day.max() - day.min() + 1).alias("span"),
            (today - day.max()).alias("silence"),
        )
        .filter(pl.col("days") > 0)
    )
    week = pl.lit(2.0).pow((7 * pl.col("week") - today) / pl.col("half"))
    signals = (
        rows.filter(pl.col("clicks") > 0)
        .group_by("owner", "person", (pl.col("day") // 7).alias("week"))
        .agg(pl.col("clicks").sum().clip(upper_bound=3))
        .join(scales, on="owner")
        .group_by("owner", "person")
        .agg((pl.col("clicks") * week).sum().alias("clicks"))
    )
    clicks = pl.col("clicks").fill_null(0)
    value = (
        (0.25 + pl.col("outgoing")).sqrt()
        * (0.25 + pl.col("incoming")).sqrt()
        * (pl.col("days") * pl.col("weeks")).sqrt().sqrt()
        * pl.col("span").sqrt()
        / (1 + pl.col("silence") / pl.col("half")).sqrt()
        * (1 + 0.25 * clicks / (clicks + 8))
    )
    scored = talks.join(signals, on=["owner", "person"], how="left").with_columns(value.alias("v"))
    found = scored.sort("owner", "v", descending=[False, True]).collect()
    values: list[float] = found["v"].to_list()
    return values


def _duckdb(path: Path) -> list[float]:
    import duckdb
    import numpy as np

    columns = zip(*_rows(path), strict=True)
    rows = {  # noqa: F841 (the query names it)
        name: np.array(column, dtype=object if name in {"owner", "person"} else np.int64)
        for name, column in zip(NAMES, columns, strict=True)
    }
    today = TODAY.toordinal() + _JULIAN
    query = f"""
        WITH scales AS (
            SELECT owner, least(greatest(({today} - min(day)) / 4.0, 3), 90) AS half
            FROM rows GROUP BY owner
        ),
        dated AS (SELECT * REPLACE (least(day, {today}) AS day) FROM rows),
        talk AS (
            SELECT owner, person, day, sum(out_talk) AS said, sum(in_talk) AS heard,
                sum(boosts) / 2 AS boosts, sum(out_talk) + sum(in_talk) > 0 AS talked
            FROM dated WHERE out_talk > 0 OR in_talk > 0 OR boosts > 0 GROUP BY ALL
        ),
        talks AS (
            SELECT owner, person, any_value(half) AS half,
                sum(log2(1 + said + boosts) * pow(2, (day - {today}) / half)) AS outgoing,
                sum(log2(1 + heard) * pow(2, (day - {today}) / half)) AS incoming,
                count(*) FILTER (talked) AS days,
                count(DISTINCT day // 7) FILTER (talked) AS weeks,
                max(day) FILTER (talked) - min(day) FILTER (talked) + 1 AS span,
                {today} - max(day) FILTER (talked) AS silence
            FROM talk JOIN scales USING (owner) GROUP BY owner, person HAVING days > 0
        ),
        weekly AS (
            SELECT owner, person, day // 7 AS week, least(sum(clicks), 3) AS clicks
            FROM dated WHERE clicks > 0 GROUP BY ALL
        ),
        signals AS (
            SELECT owner, person, sum(clicks * pow(2, (7 * week - {today}) / half)) AS clicks
            FROM weekly JOIN scales USING (owner) GROUP BY owner, person
        )
        SELECT sqrt(0.25 + outgoing) * sqrt(0.25 + incoming) * sqrt(sqrt(days * weeks))
            * sqrt(span) / sqrt(1 + silence / half)
            * (1 + 0.25 * coalesce(clicks, 0) / (coalesce(clicks, 0) + 8)) AS v
        FROM talks LEFT JOIN signals USING (owner, person) ORDER BY owner, v DESC
    """  # noqa: S608 (numbers of ours)
    return [value for (value,) in duckdb.connect().execute(query).fetchall()]


if __name__ == "__main__":
    sides = {"ours": _ours, "polars": _polars, "duckdb": _duckdb}
    print(json.dumps(sides[sys.argv[1]](Path(sys.argv[2]))))
