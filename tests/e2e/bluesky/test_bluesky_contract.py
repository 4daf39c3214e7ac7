"""The Bluesky network keeps every promise of the port, on real servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.network.network_contract import NetworkContract
from tests.e2e.bluesky.bluesky_stage import BlueskyStage, lab_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab


class TestBlueskyOnTheLab(NetworkContract):
    @pytest.fixture
    async def stage(self, bluesky_lab: Lab, tmp_path: Path) -> AsyncIterator[BlueskyStage]:
        async with lab_client(bluesky_lab) as client:
            yield BlueskyStage(bluesky_lab, client, tmp_path / "sessions")
        bluesky_lab.control.calm()
