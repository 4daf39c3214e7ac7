from __future__ import annotations

import pytest
from icalendar.timezone import tzp


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_zones_of_other_calendars() -> None:
    """What a child process gives each calendar: icalendar remembers zones for good."""
    tzp.use_default()
