from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import ClosedError, RefusedError, UncertainError
from bot.ports import CouldNotTell, Found, NotThere, RemoteId
from tests.contract.network.message_contract import inbox
from tests.contract.network.stage import Ability, Stage, message_to, needs

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Message, Network

TEXT = "Hello Bruno, our seed swap made me want to go on over a coffee.\n\nSaturday at noon, déjà?"


def invitation(
    stage: Stage, network: Network, to: AccountKey, text: str = TEXT, reply_to: str | None = None
) -> Message:
    """What the owner has approved, as the outbox hands it over: it carries no mark of ours."""
    whole = network.addressed(text, stage.address(to))
    return message_to(stage, to, whole, key="invitation", ref=None, reply_to=reply_to)


class InvitationContract:
    """What the owner's own account writes to others: found without a mark, and answered."""

    async def test_addressing_twice_is_addressing_once(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        to = stage.address(bruno)

        once = network.addressed(TEXT, to)

        assert once.endswith(TEXT)
        assert once == network.addressed(once, to)

    async def test_an_invitation_arrives_as_written_and_is_found_by_its_words(
        self, stage: Stage
    ) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno)
        assert NotThere() == await network.find_sent(message, before)

        sent = await network.send(message)
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)
        (received,) = await inbox(await stage.network(bruno))
        assert (alice, TEXT.split()) == (received.sender.key, received.text.split())

    async def test_what_the_owner_sent_by_hand_counts(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        await stage.write(alice, bruno, TEXT)
        await stage.settle()

        assert isinstance(await network.find_sent(invitation(stage, network, bruno), before), Found)

    async def test_what_was_sent_by_hand_in_other_words_leaves_it_open(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        await stage.write(alice, bruno, f"{TEXT} Bring beans.")
        await stage.settle()

        told = await network.find_sent(invitation(stage, network, bruno), before)

        assert isinstance(told, CouldNotTell)

    async def test_other_words_and_older_ones_are_not_it(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno)
        await stage.write(alice, bruno, "Did my parcel with the beans arrive?")
        await stage.settle()

        assert NotThere() == await network.find_sent(message, before)

        await network.send(message)
        await stage.settle()

        later = stage.now() + timedelta(hours=1)
        assert NotThere() == await network.find_sent(message, later)

    async def test_links_and_letters_in_another_form_are_the_same_words(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        link = "https://repair.example/cafes/rennes/saturday-the-twelfth?from=the-seed-swap"
        sent = await network.send(
            invitation(stage, network, bruno, f"Cafe\u0301 at\u00a0noon? {link} & more")
        )
        await stage.settle()

        message = invitation(stage, network, bruno, f"Caf\u00e9 at noon? {link} & more")

        assert Found(sent) == await network.find_sent(message, before)

    async def test_a_reply_is_found_by_its_words(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        message = invitation(stage, network, bruno, reply_to=asked)
        assert NotThere() == await network.find_sent(message, before)

        sent = await network.send(message)
        await stage.settle()

        assert Found(sent) == await network.find_sent(message, before)

    async def test_a_reply_posted_by_hand_counts(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)
        before = stage.now() - timedelta(minutes=1)
        by_hand = await stage.post(alice, TEXT, reply_to=asked)
        await stage.settle()

        message = invitation(stage, network, bruno, reply_to=asked)

        assert Found(RemoteId(by_hand)) == await network.find_sent(message, before)

    async def test_nothing_answers_somebody_elses_post(self, stage: Stage) -> None:
        alice, bruno, chloe = [await stage.account(name) for name in ("alice", "bruno", "chloe")]
        asked = await stage.post(chloe, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)

        with pytest.raises(RefusedError):
            await network.send(invitation(stage, network, bruno, reply_to=asked))

        assert [] == [one for one in await network.thread(asked) if one.outgoing]

    async def test_a_reply_that_is_sent_twice_is_there_once(self, stage: Stage) -> None:
        needs(stage, Ability.LOSE_ANSWER)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)
        message = invitation(stage, network, bruno, reply_to=asked)

        first, second = await network.send(message), await network.send(message)
        await stage.settle()

        assert first == second
        assert 1 == sum(one.outgoing for one in await network.thread(asked))

    async def test_an_invitation_whose_answer_is_lost_is_found(self, stage: Stage) -> None:
        needs(stage, Ability.LOSE_ANSWER)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        message = invitation(stage, network, bruno)
        before = stage.now() - timedelta(minutes=1)
        await stage.lose_next_answer()

        with pytest.raises(UncertainError):
            await network.send(message)
        await stage.settle()

        assert isinstance(await network.find_sent(message, before), Found)
        assert 1 == len(await inbox(await stage.network(bruno)))

    async def test_answers_to_a_message_are_those_of_its_recipient_after_it(
        self, stage: Stage
    ) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        await stage.write(bruno, alice, "Before all that.")
        await stage.settle()
        sent = await network.send(invitation(stage, network, bruno))
        await stage.settle()
        assert [] == list(await network.answers(sent, bruno))

        for text in ("With pleasure!", "Saturday?"):
            await stage.answer(bruno, sent, text)
            await stage.settle()

        answers = await network.answers(sent, bruno)
        assert ["With pleasure!", "Saturday?"] == [one.text for one in answers]
        assert {bruno} == {one.sender.key for one in answers}

    async def test_answers_to_a_reply_are_those_beneath_it(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        asked = await stage.post(bruno, "Who has seeds to swap?", mentions=(alice,))
        await stage.settle()
        network = await stage.network(alice)
        sent = await network.send(invitation(stage, network, bruno, reply_to=asked))
        await stage.settle()
        await stage.post(bruno, "Nobody?", reply_to=asked)
        await stage.answer(bruno, sent, "With pleasure!")
        await stage.settle()

        answers = await network.answers(sent, bruno)

        assert ["With pleasure!"] == [one.text for one in answers]
        assert [sent] == [one.reply_to for one in answers]

    async def test_who_takes_no_messages_is_told_before_and_when_sending(
        self, stage: Stage
    ) -> None:
        needs(stage, Ability.CHOOSE)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        await stage.choose(bruno)
        await stage.settle()
        network = await stage.network(alice)
        message = invitation(stage, network, bruno)

        obstacle = await network.obstacle(message.to)
        with pytest.raises(ClosedError) as closed:
            await network.send(message)

        assert obstacle is not None
        assert ("followed-only", "followed-only") == (obstacle.closed, closed.value.closed)
        assert [] == await inbox(await stage.network(bruno))

    async def test_a_page_to_write_on_is_a_link_with_the_text(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        network = await stage.network(alice)
        to = stage.address(bruno)

        link = await network.compose_link(TEXT, to=to, reply_to=None)

        assert link is None or "a%20coffee.%0A%0ASaturday%20at%20noon%2C%20d%C3%A9j%C3%A0" in link
