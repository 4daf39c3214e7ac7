"""A store whose closing is cancelled, as Ctrl-C does: it is closed without a complaint."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from adapters.store.file.wal import COMPANIONS, companion
from tests.builders import OWNER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("turns", range(1, 6))
async def test_who_cancels_the_closing_waits_for_it(
    tmp_path: Path, turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "terrasse.db"
    store = await open_store(f"sqlite:///{path}")
    async with store.unit(OWNER) as unit:
        await unit.people.all()
    closing = asyncio.ensure_future(store.close())
    for _ in range(turns):
        await asyncio.sleep(0)

    closing.cancel()
    with caplog.at_level(logging.WARNING), pytest.raises(asyncio.CancelledError):
        await closing

    assert not caplog.records
    assert not [suffix for suffix in COMPANIONS if companion(path, suffix).exists()]
