"""The labs, each started once for all tests that ask for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.bluesky import Lab as BlueskyLab
from tests.e2e.labs.bluesky.seed import Seeded, seed
from tests.e2e.labs.snac import Lab as SnacLab
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.mastodon.running import Remote


@pytest.fixture(scope="session")
def bluesky_lab() -> Iterator[BlueskyLab]:
    """A Bluesky network, installed first where it is missing."""
    with BlueskyLab() as lab:
        yield lab


@pytest.fixture(scope="session")
def bluesky_community(bluesky_lab: BlueskyLab) -> Seeded:
    """Fifty people on that network and a year of what they did. Tests only read of it."""
    return seed(bluesky_lab.info)


@pytest.fixture(scope="session")
def snac_lab() -> Iterator[SnacLab]:
    """A snac server with a few accounts, installed first where it is missing."""
    with SnacLab() as lab:
        yield lab


@pytest.fixture
def mastodon() -> Iterator[Remote]:
    """A server on which Alice has talked with the owner every week for two months.

    She began each time, and gave thanks for the first answer.
    """
    with process() as server:
        for name in ("me", "bot", "alice"):
            server.act("sign_up", username=name)
        start = datetime.now(UTC) - timedelta(days=57)
        for week in range(8):
            at = start + timedelta(weeks=week)
            asked = server.act("post", who="alice", text=f"@me Tomatoes? {week}", at=at.isoformat())
            later = (at + timedelta(hours=1)).isoformat()
            answer = server.act("post", who="me", text="@alice Roma!", reply_to=asked, at=later)
            if week == 0:
                server.act("post", who="alice", text="@me Thank you!", reply_to=answer, at=later)
        yield server
