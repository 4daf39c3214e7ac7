from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import RefusedError, UncertainError
from bot.ports import CouldNotTell, Cursor, Found, NotThere, Recipient
from tests.contract.network.stage import Ability, Stage, message_to, needs

if TYPE_CHECKING:
    from bot.ports import DirectMessage, Network


async def inbox(network: Network, since: str | None = None) -> list[DirectMessage]:
    cursor = None if since is None else Cursor(since)
    return [one async for one in network.direct_messages(cursor)]


class MessageContract:
    """Private messages: received, sent once, and looked for."""

    async def test_a_message_arrives_and_is_found_again(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        before = stage.now() - timedelta(minutes=1)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        assert NotThere() == await network.find_sent(message, before)

        sent = await network.send(message)
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)
        by_a_clock_that_is_ahead = stage.now() + timedelta(days=3650)
        assert Found(sent) == await network.find_sent(message, by_a_clock_that_is_ahead)
        (received,) = await inbox(await stage.network(alice))
        assert bot == received.sender.key
        assert "Three people. k3f9q2" in received.text

    async def test_a_message_for_one_account_arrives_and_is_found_again(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        before = stage.now() - timedelta(minutes=1)
        plain = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        ids = (await (await stage.network(alice)).whoami()).local_ids
        message = replace(plain, recipient=Recipient(alice, ids))

        sent = await network.send(message)
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)
        (received,) = await inbox(await stage.network(alice))
        assert bot == received.sender.key

    async def test_a_message_for_nobody_that_is_known_goes_to_nobody(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        plain = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        message = replace(plain, recipient=Recipient(stage.stranger()))
        network = await stage.network(bot)

        with pytest.raises(RefusedError):
            await network.send(message)
        await stage.settle()

        assert [] == await inbox(await stage.network(alice))

    async def test_an_obstacle_is_told_before_a_message_meets_it(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        assert await network.obstacle(message.to) is None

        await stage.block(alice, bot)
        await stage.settle()

        told = await network.obstacle(message.to)
        assert told or not network.capabilities.tells_blocked_by

    async def test_a_block_of_ones_own_is_an_obstacle_too(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        await stage.block(alice, bruno)
        await stage.settle()

        told = await (await stage.network(alice)).obstacle(stage.address(bruno))

        assert told is not None
        assert "blocked" == told.closed

    async def test_only_this_message_is_found(self, stage: Stage) -> None:
        bot, alice, bruno = [await stage.account(name) for name in ("bot", "alice", "bruno")]
        network = await stage.network(bot)
        before = stage.now() - timedelta(minutes=1)
        sent = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        other_ref = message_to(stage, alice, "Four people. zzz222", key="two", ref="zzz222")
        other_recipient = message_to(stage, bruno, sent.text, key="three", ref="k3f9q2")

        await network.send(sent)
        await stage.settle()

        assert NotThere() == await network.find_sent(other_ref, before)
        assert NotThere() == await network.find_sent(other_recipient, before)

    async def test_a_message_that_somebody_else_wrote_is_not_ours(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        await stage.write(alice, bot, "You wrote k3f9q2 to me?")
        await stage.settle()
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")

        network = await stage.network(bot)

        assert NotThere() == await network.find_sent(message, stage.now() - timedelta(hours=1))

    async def test_a_second_attempt_with_the_same_key(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")

        first, second = await network.send(message), await network.send(message)
        await stage.settle()

        arrived = await inbox(await stage.network(alice))
        if network.capabilities.idempotency_key:
            assert (first, 1) == (second, len(arrived))
        else:
            assert first != second
            assert len(arrived) == 2

    async def test_messages_come_oldest_first_and_after_the_last_one_read(
        self, stage: Stage
    ) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        for text in ("why 1", "why 2"):
            await stage.write(alice, bot, text)
        await stage.settle()
        first = await inbox(network)
        await stage.write(alice, bot, "why 3")
        await stage.settle()

        second = await inbox(network, first[-1].id)

        assert [one.text for one in first] == ["why 1", "why 2"]
        assert [one.text for one in second] == ["why 3"]
        assert {alice} == {one.sender.key for one in first}

    async def test_what_is_posted_for_all_to_see_is_no_message(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        await stage.post(alice, "why 1", mentions=(bot,))
        await stage.settle()

        assert await inbox(await stage.network(bot)) == []

    async def test_a_reply_goes_below_what_it_answers(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Which compost bin?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)

        await network.send(
            message_to(stage, bruno, "A wooden one.", key="one", ref=None, reply_to=asked)
        )
        await stage.settle()

        (answer,) = [one for one in await network.thread(asked) if one.outgoing]
        assert (asked, bruno) == (answer.parent_uri, answer.target)

    async def test_a_message_as_long_as_the_server_allows_arrives(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "", key="one", ref="x")

        limits = await network.limits_to(message.to)
        await network.send(replace(message, text="x" * limits.graphemes))

        assert limits.graphemes >= network.capabilities.limits.graphemes

    async def test_too_long_is_refused(self, stage: Stage) -> None:
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "", key="one", ref="x")
        text = "x" * ((await network.limits_to(message.to)).graphemes + 1)

        with pytest.raises(RefusedError):
            await network.send(replace(message, text=text))

        assert await inbox(await stage.network(alice)) == []

    async def test_a_lost_answer_is_uncertain_and_the_message_is_there(self, stage: Stage) -> None:
        needs(stage, Ability.LOSE_ANSWER)
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        before = stage.now() - timedelta(minutes=1)
        await stage.lose_next_answer()

        with pytest.raises(UncertainError):
            await network.send(message)
        await stage.settle()

        assert isinstance(await network.find_sent(message, before), Found)

    async def test_a_partial_view_tells_nothing(self, stage: Stage) -> None:
        needs(stage, Ability.HIDE_SENT)
        bot, alice = await stage.account("bot"), await stage.account("alice")
        network = await stage.network(bot)
        message = message_to(stage, alice, "Three people. k3f9q2", key="one", ref="k3f9q2")
        await network.send(message)
        await stage.hide_sent_once()

        told = await network.find_sent(message, stage.now() - timedelta(minutes=1))

        assert isinstance(told, CouldNotTell)
