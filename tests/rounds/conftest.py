from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import terminal
from tests.rounds.mastodon import Door, Home, open_door

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["terminal"]


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


@pytest.fixture
def home(door: Door) -> Home:
    door.home = Home(door.url)
    return door.home


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried at once."""

    async def sleep(_clock: object, _seconds: float) -> None:
        return

    monkeypatch.setattr("adapters.clock.SystemClock.sleep", sleep)
