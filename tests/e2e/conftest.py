"""The labs, each started once for all tests that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.bluesky import Lab as BlueskyLab
from tests.e2e.labs.bluesky.seed import Seeded, seed

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def bluesky_lab() -> Iterator[BlueskyLab]:
    """A Bluesky network, installed first where it is missing."""
    with BlueskyLab() as lab:
        yield lab


@pytest.fixture(scope="session")
def bluesky_community(bluesky_lab: BlueskyLab) -> Seeded:
    """Fifty people on that network and a year of what they did. Tests only read of it."""
    return seed(bluesky_lab.info)
