"""Time for the outbox of a store that other processes work on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MOMENTS: Final = ("lease_until", "last_try_at", "not_before")


def let_minutes_pass(path: Path) -> None:
    """Make leases, pauses and quarantines ten minutes older, as waiting would."""
    with closing(sqlite3.connect(path)) as store, store:
        for column in _MOMENTS:
            rows = store.execute(
                f"SELECT id, {column} FROM outbox WHERE {column} IS NOT NULL"  # noqa: S608
            ).fetchall()
            for number, moment in rows:
                earlier = datetime.fromisoformat(moment) - timedelta(minutes=10)
                said = f"{earlier.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
                store.execute(
                    f"UPDATE outbox SET {column} = ? WHERE id = ?",  # noqa: S608
                    (said, number),
                )
