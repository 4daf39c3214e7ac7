from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples on each run of a clean checkout; whoever works here gets new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
