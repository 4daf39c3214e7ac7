"""What every network promises, whichever server stands behind it.

A test module subclasses `NetworkContract` and gives it a `stage` fixture.
"""

from __future__ import annotations

from bot.domain.people.identity import Relationship
from tests.contract.network.history_contract import HistoryContract, some_talk
from tests.contract.network.invitation_contract import InvitationContract
from tests.contract.network.kinds_contract import KindsContract
from tests.contract.network.message_contract import MessageContract
from tests.contract.network.stage import Ability, Stage, collected, needs


class NetworkContract(KindsContract, HistoryContract, MessageContract, InvitationContract):
    """All of it: subclass this."""

    async def test_it_knows_who_is_signed_in(self, stage: Stage) -> None:
        alice = await stage.account("alice")
        network = await stage.network(alice)

        me = await network.whoami()

        assert (alice, network.name) == (me.key, me.key.network)
        assert me.handle
        assert me.local_ids

    async def test_a_thread_is_the_talk_between_the_two(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        root = await stage.post(alice, "Who has seeds to swap?")
        answer = await stage.post(bruno, "I do.", reply_to=root)
        await stage.like(alice, answer)
        await stage.post(chloe, "Keep some for me.", reply_to=answer)
        thanks = await stage.post(alice, "Beans it is.", reply_to=answer)
        elsewhere = await stage.post(bruno, "Anyone for compost?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)

        thread = await network.thread(root)

        assert [answer, thanks] == [one.object_uri for one in thread]
        assert [one.key for one in thread] == [one.key for one in await network.thread(thanks)]
        assert {elsewhere} == {one.object_uri for one in await network.thread(elsewhere)}

    async def test_the_thread_of_a_post_that_is_gone_is_empty(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        gone = await stage.post(bruno, "Never mind.", mentions=(alice,))
        await stage.delete(gone)
        await stage.settle()

        assert list(await (await stage.network(alice)).thread(gone)) == []

    async def test_a_thread_begins_with_its_first_post_whomever_that_was_for(
        self, stage: Stage
    ) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        root = await stage.post(chloe, "A seed library in the town hall?")
        answer = await stage.post(bruno, "I would bring beans.", reply_to=root)
        last = await stage.post(alice, "And I tomatoes.", reply_to=answer)
        await stage.settle()
        network = await stage.network(alice)

        found = [await network.beginning(uri) for uri in (root, answer, last)]

        assert ["A seed library in the town hall?"] * 3 == found

    async def test_a_thread_whose_first_post_is_gone_has_no_beginning(self, stage: Stage) -> None:
        alice, chloe = [await stage.account(name) for name in ("alice", "chloe")]
        gone = await stage.post(chloe, "Never mind.")
        left = await stage.post(alice, "But I do mind.", reply_to=gone)
        await stage.delete(gone)
        await stage.settle()
        network = await stage.network(alice)

        assert [None, None] == [await network.beginning(uri) for uri in (gone, left)]

    async def test_accounts_describe_themselves_when_asked(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        await stage.settle()
        network = await stage.network(alice)

        told = await network.describe([bruno, chloe, stage.stranger()])

        assert {bruno, chloe} == told.keys()
        assert {bruno: bruno, chloe: chloe} == {key: told[key].key for key in told}
        assert all(one.handle and one.local_ids for one in told.values())
        assert await network.describe([]) == {}

    async def test_relationships_tell_who_follows_whom(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        await stage.follow(alice, bruno)
        await stage.follow(bruno, alice)
        await stage.follow(chloe, alice)
        await stage.settle()

        told = await (await stage.network(alice)).relationships([bruno, chloe])

        assert told[bruno].mutual
        assert (told[chloe].following, told[chloe].followed_by) == (False, True)

    async def test_relationships_leave_out_whom_the_server_does_not_know(
        self, stage: Stage
    ) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")

        told = await (await stage.network(alice)).relationships([bruno, stage.stranger()])

        assert {bruno} == told.keys()
        assert await (await stage.network(alice)).relationships([]) == {}

    async def test_a_block_is_told_as_far_as_the_server_tells(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        await stage.block(alice, bruno)
        await stage.block(chloe, alice)
        await stage.settle()
        network = await stage.network(alice)

        told = await network.relationships([bruno, chloe])

        assert told[bruno].blocking is True
        expected = True if network.capabilities.tells_blocked_by else None
        assert expected is told[chloe].blocked_by

    async def test_a_mute_is_told(self, stage: Stage) -> None:
        needs(stage, Ability.MUTE)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        await stage.mute(alice, bruno)
        await stage.settle()

        told = await (await stage.network(alice)).relationships([bruno])

        assert (told[bruno].muting, told[bruno].blocking) == (True, False)

    async def test_nothing_is_known_of_those_who_never_met(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)

        told = await network.relationships([bruno])

        blocked_by = False if network.capabilities.tells_blocked_by else None
        expected = Relationship(
            following=False, followed_by=False, blocking=False, blocked_by=blocked_by, muting=False
        )
        assert {bruno: expected} == told

    async def test_a_block_hides_what_the_blocker_does(self, stage: Stage) -> None:
        alice, bruno = await some_talk(stage)
        await stage.block(bruno, alice)

        found = await collected(stage, alice)

        assert bruno not in {one.actor for one in found}

    async def test_exists_answers_for_every_uri(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        there = await stage.post(bruno, "Here I am.")
        await stage.settle()
        network = await stage.network(alice)

        assert {there: True} == await network.exists([there])
        assert await network.exists([]) == {}
