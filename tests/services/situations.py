"""Set up every situation of an invitation to Alice, for tests of the owner's commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, Unsure
from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.meeting.invitation import Invitation
from bot.domain.talk.interaction import Visibility
from bot.services.collect.collecting import collect
from bot.services.delivery.deliver import deliver
from bot.services.invite.prepared import NOTHING, prepare
from bot.services.obey.messages import answer
from bot.services.owner.decisions import find_person
from bot.services.rounds.follow_up import follow_up
from tests.services.household import Household

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.delivery.outbox import OutboxRow

PLAN: Final = "planned @alice@village.example saturday 12:30 Café X"


async def tell(house: Household, text: str) -> str:
    """Carry out a text as a message to the bot; returns the answer."""
    asked = understand(text)
    prepared = await prepare(house.context, asked) if isinstance(asked, Command) else NOTHING
    async with house.store.unit(house.owner) as unit:
        return await answer(house.context, unit, asked, prepared)


async def invitation(house: Household, name: str = "alice") -> Invitation | None:
    """The latest invitation to a person, if there is one."""
    async with house.store.unit(house.owner) as unit:
        person = await find_person(unit, name)
        mine = [
            invitation
            for invitation in await unit.invitations.all()
            if invitation.person == person.id
        ]
    return mine[-1] if mine else None


async def there(house: Household, name: str = "alice") -> Invitation:
    """The latest invitation to a person; fails if there is none."""
    found = await invitation(house, name)
    assert found is not None
    return found


async def rows_to(house: Household) -> list[OutboxRow]:
    """The rows of the outbox that are invitations."""
    async with house.store.unit(house.owner) as unit:
        return [row for row in await unit.outbox.all() if row.draft.kind == "invitation"]


def received(house: Household) -> list[str]:
    """The texts of direct messages from the owner's account to Alice."""
    return [
        post.text
        for post in house.world.ledger.posts.values()
        if post.author == house.me and not post.visibility.is_open and house.alice in post.mentions
    ]


def by_hand(house: Household) -> None:
    """Turn `send_as_me` off, so that the owner sends by hand."""
    house.context = replace(house.context, send_as_me=frozenset())


async def acquainted(house: Household) -> None:
    """The owner and Alice have talked for weeks; no digest has named her."""
    house.chat(house.alice)
    await collect(house.context)


async def _suggested(house: Household) -> None:
    async with house.store.unit(house.owner) as unit:
        alice = await find_person(unit, "alice")
        new = await unit.invitations.begin(alice.id, None)
        await unit.invitations.put(Invitation(new, alice.id, house.clock.now()))


async def _drafted(house: Household) -> None:
    await tell(house, "draft @alice@village.example")


async def _to_send_by_hand(house: Household) -> None:
    by_hand(house)
    await _drafted(house)
    await tell(house, "send @alice@village.example")


async def _queued(house: Household) -> None:
    await _drafted(house)
    await tell(house, "send @alice@village.example")


async def _being_sent(house: Household) -> None:
    await _queued(house)
    house.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(house.context)


async def _unknown(house: Household) -> None:
    await _queued(house)
    house.world.failures.queue("send", AnswerLost())
    await deliver(house.context)


async def _asked_whether_it_arrived(house: Household) -> None:
    await _unknown(house)
    house.world.failures.queue("find_sent", *[Unsure()] * 3)
    for _ in range(8):
        house.clock.advance(timedelta(minutes=1))
        await deliver(house.context)


async def _sent(house: Household) -> None:
    await _queued(house)
    await deliver(house.context)


async def _answered(house: Household) -> None:
    await _sent(house)
    house.clock.advance(timedelta(minutes=1))
    (row,) = await rows_to(house)
    house.world.post(
        house.alice,
        "Yes, gladly!",
        reply_to=row.remote_id,
        mentions=(house.me,),
        visibility=Visibility.DIRECT,
    )
    await follow_up(house.context)


async def _planned(house: Household) -> None:
    await tell(house, PLAN)


async def _asked_whether_they_met(house: Household) -> None:
    await _planned(house)
    house.clock.advance(timedelta(days=9))
    await follow_up(house.context)


async def _met(house: Household) -> None:
    await tell(house, "met @alice@village.example")


async def _declined(house: Household) -> None:
    await _drafted(house)
    await tell(house, "declined @alice@village.example")


async def _lapsed(house: Household) -> None:
    await _drafted(house)
    house.clock.advance(timedelta(days=31))
    await follow_up(house.context)


async def _none(house: Household) -> None:
    del house


SITUATIONS: Final[dict[str, Callable[[Household], Awaitable[None]]]] = {
    "none": _none,
    "suggested": _suggested,
    "drafted": _drafted,
    "by hand": _to_send_by_hand,
    "queued": _queued,
    "being sent": _being_sent,
    "unknown": _unknown,
    "arrived?": _asked_whether_it_arrived,
    "sent": _sent,
    "answered": _answered,
    "planned": _planned,
    "met?": _asked_whether_they_met,
    "met": _met,
    "declined": _declined,
    "lapsed": _lapsed,
}
"""The steps that lead to each situation."""

_READY: Final[dict[str, Household]] = {}


async def in_situation(name: str) -> Household:
    """A household of its own in a situation. Each situation is lived through once, then copied."""
    if name not in _READY:
        house = Household()
        await acquainted(house)
        await SITUATIONS[name](house)
        _READY[name] = house
    return await _READY[name].twin()


VERBS: Final = {
    "draft": "draft @alice@village.example",
    "edit": "edit @alice@village.example: Hi Alice, tea on Sunday?",
    "send": "send @alice@village.example",
    "sent": "sent @alice@village.example",
    "planned": PLAN,
    "yes": "yes @alice@village.example",
    "no": "no @alice@village.example",
    "not yet": "not yet @alice@village.example",
    "met": "met @alice@village.example",
    "declined": "declined @alice@village.example",
    "never": "never @alice@village.example",
}
