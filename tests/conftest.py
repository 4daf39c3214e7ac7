from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.domain.safety.outside import forget_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples on each run of a clean checkout; whoever works here gets new ones, half as many.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_secrets() -> Iterator[None]:
    """Each test begins as a process does: one's secrets are words of the next."""
    yield
    forget_secrets()
