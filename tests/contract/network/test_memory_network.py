from __future__ import annotations

import pytest

from bot.domain.people.identity import NetworkName
from tests.contract.network.memory_stage import MemoryStage
from tests.contract.network.network_contract import NetworkContract
from tests.contract.network.stage import Ability


class TestMastodonInMemory(NetworkContract):
    @pytest.fixture
    def stage(self) -> MemoryStage:
        return MemoryStage(NetworkName.MASTODON)


class TestBlueskyInMemory(NetworkContract):
    @pytest.fixture
    def stage(self) -> MemoryStage:
        return MemoryStage(NetworkName.BLUESKY)


class TestAServerThatKeepsBlocksToItself(NetworkContract):
    @pytest.fixture
    def stage(self) -> MemoryStage:
        return MemoryStage(NetworkName.MASTODON, tells_blocked_by=False)


def test_memory_leaves_nothing_of_the_contract_out() -> None:
    assert frozenset(Ability) == MemoryStage.abilities
