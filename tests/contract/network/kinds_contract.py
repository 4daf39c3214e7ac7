from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.talk.interaction import Kind, Visibility
from tests.contract.network.stage import Ability, Stage, collected, needs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

Acts = set[tuple[Kind, "AccountKey", "AccountKey"]]


def acts(interactions: Iterable[Interaction]) -> Acts:
    return {(one.kind, one.actor, one.target) for one in interactions}


class KindsContract:
    """What a record becomes in the log."""

    async def test_talk_is_seen_in_both_directions(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?")
        answer = await stage.post(bruno, "I do, beans mostly.", reply_to=root)
        await stage.post(alice, "Beans it is.", reply_to=answer)
        expected = {(Kind.REPLY, bruno, alice), (Kind.REPLY, alice, bruno)}

        assert expected == acts(await collected(stage, alice))
        assert expected == acts(await collected(stage, bruno))

    async def test_a_reply_carries_its_record(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?")
        answer = await stage.post(bruno, "I do, beans mostly.", reply_to=root)

        (reply,) = await collected(stage, alice)

        assert (answer, root) == (reply.object_uri, reply.parent_uri)
        assert "I do, beans mostly." in (reply.text or "")
        assert reply.visibility.is_open
        assert reply.url is not None
        assert reply.url.startswith("https://")
        assert (alice, False) == (reply.watched, reply.outgoing)
        assert abs(reply.at - stage.now()) < timedelta(hours=1)

    async def test_all_of_a_thread_has_one_root(self, stage: Stage) -> None:
        needs(stage, Ability.TELL_ROOTS)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?", mentions=(bruno,))
        answer = await stage.post(bruno, "I do, beans mostly.", reply_to=root)
        await stage.post(alice, "Beans it is.", reply_to=answer)

        assert {root} == {one.root_uri for one in await collected(stage, alice)}

    async def test_one_post_naming_two_is_two_acts(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        await stage.post(alice, "You two should meet.", mentions=(bruno, chloe))

        expected = {(Kind.MENTION, alice, bruno), (Kind.MENTION, alice, chloe)}
        assert expected == acts(await collected(stage, alice))
        assert {(Kind.MENTION, alice, bruno)} == acts(await collected(stage, bruno))

    async def test_naming_more_than_three_is_copied(self, stage: Stage) -> None:
        names = ("alice", "bruno", "chloe", "dinh", "eve")
        alice, *others = [await stage.account(name) for name in names]
        await stage.post(alice, "The usual crowd!", mentions=tuple(others))

        expected = {(Kind.COPIED, alice, other) for other in others}
        assert expected == acts(await collected(stage, alice))
        assert {(Kind.COPIED, alice, others[0])} == acts(await collected(stage, others[0]))

    async def test_a_handle_carried_along_in_a_reply_is_copied(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        root = await stage.post(alice, "Who has seeds to swap?")
        await stage.post(bruno, "I do.", reply_to=root, mentions=(alice, chloe))

        assert {(Kind.COPIED, bruno, chloe)} == acts(await collected(stage, chloe))
        assert {(Kind.REPLY, bruno, alice)} == acts(await collected(stage, alice))

    async def test_a_reply_below_ones_post_to_somebody_else_is_not_to_oneself(
        self, stage: Stage
    ) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        root = await stage.post(alice, "Who has seeds to swap?")
        answer = await stage.post(bruno, "I do.", reply_to=root)
        await stage.post(chloe, "Keep some for me.", reply_to=answer)

        assert {(Kind.REPLY, bruno, alice)} == acts(await collected(stage, alice))

    async def test_going_on_under_ones_own_post_is_nothing(self, stage: Stage) -> None:
        alice = await stage.account("alice")
        root = await stage.post(alice, "First thought.")
        await stage.post(alice, "Second thought.", reply_to=root)

        assert await collected(stage, alice) == []

    async def test_a_post_that_names_whom_it_answers_is_one_reply(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?")
        await stage.post(bruno, "I do, Alice.", reply_to=root, mentions=(alice,))

        (as_alice_sees_it,) = await collected(stage, alice)
        (as_bruno_sees_it,) = await collected(stage, bruno)

        assert (as_alice_sees_it.kind, as_bruno_sees_it.kind) == (Kind.REPLY, Kind.REPLY)
        assert as_alice_sees_it.key == as_bruno_sees_it.key

    async def test_a_quote_is_toward_whom_it_quotes(self, stage: Stage) -> None:
        needs(stage, Ability.QUOTE)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        root = await stage.post(alice, "Who has seeds to swap?")
        await stage.post(bruno, "Go and ask Alice.", quotes=root)

        (quote,) = await collected(stage, alice)

        assert (Kind.QUOTE, bruno, root) == (quote.kind, quote.actor, quote.subject_uri)
        assert {(Kind.QUOTE, bruno, alice)} == acts(await collected(stage, bruno))

    async def test_signals_name_what_they_are_given_to(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        post = await stage.post(alice, "The seed swap is on Saturday.")
        await stage.like(bruno, post)
        await stage.boost(bruno, post)
        await stage.follow(bruno, alice)
        expected = {(Kind.LIKE, post), (Kind.BOOST, post), (Kind.FOLLOW, "")}

        found = await collected(stage, alice)

        assert expected == {(one.kind, one.subject_uri) for one in found}
        assert {(bruno, alice)} == {(one.actor, one.target) for one in found}

    async def test_ones_own_signals_are_seen(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        post = await stage.post(bruno, "The seed swap is on Saturday.")
        await stage.like(alice, post)
        await stage.boost(alice, post)

        expected = {(Kind.LIKE, alice, bruno), (Kind.BOOST, alice, bruno)}
        assert expected == acts(await collected(stage, alice))

    async def test_a_like_taken_back_is_gone(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        post = await stage.post(alice, "The seed swap is on Saturday.")
        await stage.like(bruno, post)
        assert {(Kind.LIKE, bruno, alice)} == acts(await collected(stage, alice))

        await stage.unlike(bruno, post)

        assert await collected(stage, alice) == []

    async def test_a_post_to_followers_says_so(self, stage: Stage) -> None:
        needs(stage, Ability.FOLLOWERS_ONLY)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        await stage.post(bruno, "Between us.", mentions=(alice,), visibility=Visibility.FOLLOWERS)

        (mention,) = await collected(stage, alice)

        assert Visibility.FOLLOWERS is mention.visibility
