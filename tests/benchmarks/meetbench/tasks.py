"""Small invented tasks."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = 86_400
CUTOFF = 100 * DAY
"""Midnight, at the end of day 99 and the beginning of day 100."""

Event = tuple[float, str, str, str]


def event(days_before: float, source: str, target: str, kind: str = "msg") -> Event:
    return (CUTOFF - days_before * DAY, source, target, kind)


EVENTS = [
    *(event(7 * week + 0.5, "1", "2") for week in range(4)),
    *(event(7 * week + 0.4, "2", "1") for week in range(4)),
    *(event(2 + number / 100, "1", "3") for number in range(20)),
    *(event(3 + number, "4", "1", "rt") for number in range(3)),
    event(1, "5", "2"),
]
"""1 talks with 2 for weeks, to 3 on one day, and hears from 4; 5 is unknown to 1."""

TRUTH = [("1@c0", "2", "1"), ("1@c0", "3", "0"), ("1@c0", "4", "0")]


def write(
    root: Path,
    name: str = "small",
    *,
    events: Sequence[Event] = EVENTS,
    truth: Sequence[tuple[str, str, str]] = TRUTH,
    lookback: float = 365,
) -> Path:
    """Write a task's folder."""
    folder = root / name
    folder.mkdir(parents=True)
    meta = {"note": "in touch later", "cutoffs": {"c0": CUTOFF}, "lookback_days": lookback}
    (folder / "meta.json").write_text(json.dumps(meta))
    pack(folder / "events.csv.gz", "t,src,dst,kind", events)
    pack(folder / "truth.csv.gz", "ego,alter,label", truth)
    return folder


def pack(path: Path, head: str, rows: Sequence[Sequence[object]]) -> None:
    """Write a packed CSV."""
    lines = [head, *(",".join(map(str, row)) for row in rows)]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
