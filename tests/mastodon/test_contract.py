"""The Mastodon network keeps every promise of the port, on a small server within the process."""

from __future__ import annotations

import pytest

from tests.contract.network_contract import NetworkContract
from tests.contract.stage import Ability
from tests.mastodon.stage import MastodonStage


class TestMastodonInProcess(NetworkContract):
    @pytest.fixture
    def stage(self) -> MastodonStage:
        return MastodonStage()


def test_nothing_of_the_contract_is_left_out_that_mastodon_can_do() -> None:
    assert frozenset(Ability) - {Ability.CHOOSE} == MastodonStage.abilities
