"""The labs, each started once for all tests that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.bluesky import Lab as BlueskyLab
from tests.e2e.labs.bluesky.seed import Seeded, seed
from tests.e2e.labs.snac import Lab as SnacLab

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


@pytest.fixture(scope="session")
def snac_lab() -> Iterator[SnacLab]:
    """A snac server with a few accounts, installed first where it is missing."""
    with SnacLab() as lab:
        yield lab
