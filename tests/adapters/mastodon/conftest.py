from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.memory.clock import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(datetime(2026, 11, 23, tzinfo=UTC))
