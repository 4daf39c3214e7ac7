"""The Mastodon network keeps every promise of the port, on a small server within the process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adapters.mastodon.dialect import ABSENT
from tests.adapters.mastodon.stage import GoToSocialStage, LinklessStage, MastodonStage
from tests.contract.network.network_contract import NetworkContract
from tests.contract.network.stage import Ability, Stage, message_to

RECORDED = Path(__file__).parents[2] / "fixtures/mastodon/gotosocial-both-sides.mastodon.json"


class TestMastodonInProcess(NetworkContract):
    @pytest.fixture
    def stage(self) -> MastodonStage:
        return MastodonStage()


class TestMastodonSpeakingAsGoToSocial(NetworkContract):
    @pytest.fixture
    def stage(self) -> GoToSocialStage:
        return GoToSocialStage()

    async def test_ids_are_of_its_kind(self, stage: Stage) -> None:
        network = await stage.network(await stage.account("alice"))

        (local_id,) = (await network.whoami()).local_ids.values()

        assert ("01", 26) == (local_id[:2], len(local_id))

    async def test_a_reply_that_is_sent_twice_is_there_once(self, stage: Stage) -> None:
        """It knows no keys: two attempts are two replies, so nothing is ever sent twice."""
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        network = await stage.network(alice)
        message = message_to(stage, bruno, "Me!", key="one", ref="", reply_to=asked)

        assert await network.send(message) != await network.send(message)
        assert not network.capabilities.idempotency_key


class TestMastodonWithoutLinkHeaders(NetworkContract):
    @pytest.fixture
    def stage(self) -> LinklessStage:
        return LinklessStage()


def test_what_gotosocial_does_not_send_is_not_in_what_was_recorded_of_it() -> None:
    recorded = json.loads(RECORDED.read_text())
    notes = recorded["notifications"]
    statuses = [*recorded["statuses"], *(one["status"] for one in notes if one.get("status"))]
    accounts = [one["account"] for one in (*notes, *statuses)]

    for name, entities in (("account", accounts), ("status", statuses), ("notification", notes)):
        assert entities
        assert not ABSENT[name] & {key for entity in entities for key in entity}


def test_nothing_of_the_contract_is_left_out_that_mastodon_can_do() -> None:
    assert frozenset(Ability) - {Ability.CHOOSE} == MastodonStage.abilities
