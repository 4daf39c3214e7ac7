"""An answer comes before an invitation: from the digest to the sent message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import State
from bot.services.collect.collecting import collect
from bot.services.obey.messages import do
from bot.services.obey.pending import pending
from bot.services.rounds.cycle import go_round
from bot.text.letter import states
from tests.services.household import PARIS

if TYPE_CHECKING:
    from bot.domain.meeting.invitation import Invitation
    from tests.services.household import Household

pytestmark = pytest.mark.anyio

QUESTION = "I liked that. Which bin do you use?"
ASKED = (
    "Alice Martin asked you on Monday: “Which bin do you use?” No answer yet: "
    "https://village.example/@alice/"
)


@pytest.fixture
async def asked(house: Household) -> Household:
    """The digest names Alice, who waits for an answer; the owner is paired with the bot."""
    house.chat(house.alice)
    house.world.post(house.alice, QUESTION, mentions=(house.me,))
    house.clock.advance(timedelta(days=2))
    await go_round(house.context)
    await write(house, "Hello bot")
    return house


async def write(house: Household, text: str) -> str:
    """Send the owner's text to the bot and go round; returns what the bot answered."""
    house.clock.advance(timedelta(minutes=1))
    house.world.write(house.me, house.bot, text)
    before = len(house.received())
    await go_round(house.context)
    await go_round(house.context)
    return "\n".join(text.rpartition("\n\n")[0] for text in house.received()[before:])


async def invitations(house: Household) -> list[Invitation]:
    async with house.store.unit(house.owner) as unit:
        return list(await unit.invitations.all())


def answers(house: Household) -> list[str]:
    """The owner's replies to Alice's question."""
    posts = house.world.ledger.posts.values()
    question = next(post.uri for post in posts if post.text == QUESTION)
    return [post.text for post in posts if post.author == house.me and post.reply_to == question]


async def test_the_question_stands_in_the_invitation_s_place(asked: Household) -> None:
    text = asked.received()[0]

    assert ASKED in text
    assert "coffee" not in text
    assert [State.SUGGESTED] == [invitation.state for invitation in await invitations(asked)]


async def test_a_question_that_was_deleted_is_not_named(house: Household) -> None:
    house.chat(house.alice)
    uri = house.world.post(house.alice, QUESTION, mentions=(house.me,))
    await collect(house.context)
    house.clock.advance(timedelta(days=2))
    house.world.delete(uri)

    await go_round(house.context)

    assert "over a coffee" in house.received()[0]
    assert "asked you" not in "\n".join(house.received())


async def test_the_draft_is_an_answer_for_the_owner_to_finish(asked: Household) -> None:
    said = await write(asked, "draft 1")

    assert ASKED in said
    assert "First an answer to Alice Martin:" in said
    assert "I still owe you a word about ‘Which bin do you use?’" in said
    assert "send 1 reply" in said
    assert "write your answer with edit 1: …" in await write(asked, "send 1")
    assert answers(asked) == []


async def test_the_answer_goes_out_beneath_the_question_and_an_invitation_may_follow(
    asked: Household,
) -> None:
    await write(asked, "edit 1: A wooden one, and you?")
    said = await write(asked, "send 1 reply")

    assert "I am sending it to Alice Martin now, from your account." in said
    assert ["@alice@village.example A wooden one, and you?"] == answers(asked)
    assert [State.LAPSED] == [invitation.state for invitation in await invitations(asked)]
    why = await write(asked, "why 1")
    assert "your answer sent" in why
    assert "nothing came of it" not in why
    assert "over a coffee" in await write(asked, "draft 1")


async def test_an_answer_that_is_sent_at_a_shell_is_said_to_be_sent(asked: Household) -> None:
    await write(asked, "edit 1: A wooden one, and you?")

    assert "Sent to Alice Martin." == await do(
        asked.context, Command(Verb.SEND, ("1",), in_reply=True)
    )

    (entry,) = await pending(asked.context)
    shown = states.line(
        entry.invitation, entry.person, PARIS, asked.clock.now(), asked.context.wishes.words
    )
    assert "Alice Martin: your answer is sent" == shown


async def test_an_invitation_waits_for_the_answer(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)
    await write(house, "Hello bot")
    house.world.post(house.alice, QUESTION, mentions=(house.me,))
    await go_round(house.context)
    house.clock.advance(timedelta(hours=13))

    said = await write(house, "send 1")

    assert "asked you yesterday: “Which bin do you use?”" in said
    assert "An answer first, then the invitation: draft 1" in said
    assert [State.DRAFTED] == [invitation.state for invitation in await invitations(house)]


async def test_what_the_owner_answered_by_hand_is_settled(asked: Household) -> None:
    await write(asked, "draft 1")

    assert "An invitation, whenever you like: draft 1" in await write(asked, "sent 1")
    assert "over a coffee" in await write(asked, "draft 1")


async def test_an_answer_in_the_thread_is_seen(asked: Household) -> None:
    posts = asked.world.ledger.posts.values()
    question = next(post.uri for post in posts if post.text == QUESTION)
    asked.world.post(asked.me, "A wooden one.", reply_to=question, mentions=(asked.bruno,))
    await go_round(asked.context)

    assert "over a coffee" in await write(asked, "draft 1")
