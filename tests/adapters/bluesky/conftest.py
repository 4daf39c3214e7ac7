from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.memory.clock import StoppedClock
from tests.adapters.bluesky.server import atproto
from tests.builders import at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.adapters.bluesky.server import Place


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(at("2026-11-20 12:00"))


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with atproto(tmp_path) as place:
        yield place
