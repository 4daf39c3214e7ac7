"""The Mastodon network keeps its promises on snac, as far as snac keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.http import open_client
from bot.domain.talk.interaction import Kind
from bot.ports import CouldNotTell, Found, Recipient
from tests.contract.network.history_contract import some_talk
from tests.contract.network.invitation_contract import TEXT, invitation
from tests.contract.network.kinds_contract import acts
from tests.contract.network.message_contract import inbox
from tests.contract.network.network_contract import NetworkContract
from tests.contract.network.stage import collected, message_to
from tests.e2e.labs.snac import Lab
from tests.e2e.snac.snac_stage import SnacStage, everybody

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.contract.network.stage import Stage


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(*everybody()) as lab:
        yield lab


@pytest.fixture(scope="module")
def free() -> Iterator[str]:
    return iter(everybody())


class TestMastodonOnSnac(NetworkContract):
    """What is overridden here is what snac does otherwise."""

    @pytest.fixture
    async def stage(self, lab: Lab, free: Iterator[str]) -> AsyncIterator[SnacStage]:
        async with open_client([lab.info.url]) as client:
            yield SnacStage(lab, client, free)

    async def test_a_message_arrives_and_is_found_again(self, stage: Stage) -> None:
        """It shows what was sent; that something was not, nobody can tell from it."""
        assert isinstance(stage, SnacStage)
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        before = stage.now() - timedelta(minutes=1)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        assert isinstance(await network.find_sent(message, before), CouldNotTell)

        sent = await network.send(message)
        stage.expect_message(alice, "k3f9q2")
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)
        (received,) = await inbox(await stage.network(alice))
        assert (bot, "Three people. k3f9q2") == (received.sender.key, received.text)

    async def test_a_message_for_one_account_arrives_and_is_found_again(self, stage: Stage) -> None:
        assert isinstance(stage, SnacStage)
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        ids = (await (await stage.network(alice)).whoami()).local_ids
        plain = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        message = replace(plain, recipient=Recipient(alice, ids))

        sent = await network.send(message)
        stage.expect_message(alice, "k3f9q2")
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, stage.now() - timedelta(minutes=5))
        (received,) = await inbox(await stage.network(alice))
        assert bot == received.sender.key

    async def test_only_this_message_is_found(self, stage: Stage) -> None:
        bot, alice, bruno = [await stage.account(name) for name in ("bot", "alice", "bruno")]
        network = await stage.network(bot)
        before = stage.now() - timedelta(minutes=1)
        sent = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        other_ref = message_to(stage, alice, "Four people. zzz222", key="two", ref="zzz222")
        other_recipient = message_to(stage, bruno, sent.text, key="three", ref="k3f9q2")

        await network.send(sent)

        assert isinstance(await network.find_sent(other_ref, before), CouldNotTell)
        assert isinstance(await network.find_sent(other_recipient, before), CouldNotTell)

    async def test_a_message_that_somebody_else_wrote_is_not_ours(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        await stage.write(alice, bot, "You wrote k3f9q2 to me?")
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")

        network = await stage.network(bot)

        told = await network.find_sent(message, stage.now() - timedelta(hours=1))
        assert isinstance(told, CouldNotTell)

    async def test_an_invitation_arrives_as_written_and_is_found_by_its_words(
        self, stage: Stage
    ) -> None:
        """It shows what was sent; that something was not, nobody can tell from it."""
        assert isinstance(stage, SnacStage)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno)
        assert isinstance(await network.find_sent(message, before), CouldNotTell)

        sent = await network.send(message)
        stage.expect_message(bruno, "Saturday at noon")
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)
        (received,) = await inbox(await stage.network(bruno))
        assert (alice, TEXT.split()) == (received.sender.key, received.text.split())

    async def test_other_words_and_older_ones_are_not_it(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno)
        await stage.write(alice, bruno, "Did my parcel with the beans arrive?")

        assert isinstance(await network.find_sent(message, before), CouldNotTell)

    async def test_a_reply_is_found_by_its_words(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno, reply_to=asked)
        assert isinstance(await network.find_sent(message, before), CouldNotTell)

        sent = await network.send(message)

        assert Found(sent) == await network.find_sent(message, before)

    async def test_a_second_attempt_with_the_same_key(self, stage: Stage) -> None:
        """It knows no keys: two attempts are two messages, so nothing is ever sent twice."""
        assert isinstance(stage, SnacStage)
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")

        assert await network.send(message) != await network.send(message)
        assert not network.capabilities.idempotency_key

    async def test_a_block_hides_what_the_blocker_does(self, stage: Stage) -> None:
        """It keeps blocks to itself."""
        alice, bruno = await some_talk(stage)
        await stage.block(bruno, alice)

        network = await stage.network(alice)

        assert (await network.relationships([bruno]))[bruno].blocked_by is None

    async def test_a_reply_carries_its_record(self, stage: Stage) -> None:
        """As in the contract, but for the link, which the lab has without https."""
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?")
        answer = await stage.post(bruno, "I do, beans mostly.", reply_to=root)

        (reply,) = await collected(stage, alice)

        assert (answer, root) == (reply.object_uri, reply.parent_uri)
        assert "I do, beans mostly." == reply.text

    async def test_signals_name_what_they_are_given_to(self, stage: Stage) -> None:
        """As in the contract, but nobody can like here what was not sent to them."""
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        post = await stage.post(alice, "The seed swap is on Saturday.", mentions=(bruno,))
        await stage.like(bruno, post)
        await stage.boost(bruno, post)
        await stage.follow(bruno, alice)
        expected = {(Kind.LIKE, post), (Kind.BOOST, post), (Kind.FOLLOW, "")}

        found = [one for one in await collected(stage, alice) if one.kind.is_signal]

        assert expected == {(one.kind, one.subject_uri) for one in found}
        assert {(bruno, alice)} == {(one.actor, one.target) for one in found}

    async def test_ones_own_signals_are_seen(self, stage: Stage) -> None:
        """As in the contract, but nobody can like here what was not sent to them."""
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        post = await stage.post(bruno, "The seed swap is on Saturday.", mentions=(alice,))
        await stage.like(alice, post)
        await stage.boost(alice, post)

        found = [one for one in await collected(stage, alice) if one.kind.is_signal]

        assert {(Kind.LIKE, alice, bruno), (Kind.BOOST, alice, bruno)} == acts(found)

    async def test_exists_answers_for_every_uri(self, stage: Stage) -> None:
        """As in the contract, but it shows nobody what was not sent to them."""
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        there = await stage.post(bruno, "Here I am.", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)

        assert {there: True, f"{there}0": False} == await network.exists([there, f"{there}0"])

    @pytest.mark.skip(reason="snac deletes nothing through its API")
    async def test_a_deleted_post_is_gone(self, stage: Stage) -> None:
        raise NotImplementedError

    @pytest.mark.skip(reason="snac deletes nothing through its API")
    async def test_the_thread_of_a_post_that_is_gone_is_empty(self, stage: Stage) -> None:
        raise NotImplementedError

    @pytest.mark.skip(reason="snac deletes nothing through its API")
    async def test_a_thread_whose_first_post_is_gone_has_no_beginning(self, stage: Stage) -> None:
        raise NotImplementedError

    @pytest.mark.skip(reason="snac tells of no like that was taken back")
    async def test_a_like_taken_back_is_gone(self, stage: Stage) -> None:
        raise NotImplementedError
