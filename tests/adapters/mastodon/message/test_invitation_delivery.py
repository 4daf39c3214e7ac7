"""An invitation on its way through the outbox, while Mastodon misbehaves: once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.delivery.outbox import INVITATION, Draft, OutboxState
from bot.domain.people.identity import Owner, OwnerId
from bot.services.collect.collecting import collect
from bot.services.delivery.deliver import deliver
from bot.services.owner.decisions import find_person
from tests.adapters.mastodon.in_process import StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon, Mode
from tests.services.household import PARIS, Household, approved_invitation
from tests.stores import in_memory

if TYPE_CHECKING:
    from bot.services.context import Context
    from tests.fakes.mastodon import Status

pytestmark = pytest.mark.anyio

POSTING = "POST /api/v1/statuses"
TEXT = "Hello Alice, shall we go on about tomatoes over a coffee? https://cafe.example/x?a=1&b=2"


class Village:
    """Alice has talked with the owner every week for two months; an invitation is approved."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me, self.alice = self.server.sign_up("me"), self.server.sign_up("alice")
        for week in range(8):
            at = NOW - timedelta(days=57 - 7 * week)
            self.asked = self.server.post(self.alice, f"@me Tomatoes? {week}", at=at)
            later = at + timedelta(hours=1)
            told = self.server.post(self.me, "@alice Roma!", reply_to=self.asked, at=later)
            last = later + timedelta(minutes=1)
            self.server.post(self.alice, "@me Thank you", reply_to=told, at=last)
        # The bot and what else the household needs are on a server in memory.
        self.context: Context = replace(
            Household().context,
            owner=Owner(OwnerId("camille"), PARIS),
            store=in_memory(),
            clock=StageClock(self.hand),
            networks={"@me@mastodon.example": network_of(self.server, self.me)},
            send_as_me=frozenset({"@me@mastodon.example"}),
        )

    async def approve(self, *, as_reply: bool) -> None:
        await collect(self.context)
        network = self.context.networks["@me@mastodon.example"]
        async with self.context.store.unit(self.context.owner) as unit:
            person = await find_person(unit, "alice")
            to = person.accounts[0].handle
            asked = f"{self.server.world.uri(self.alice)}/statuses/{self.asked.id}"
            sender, body = (await network.whoami()).key, network.addressed(TEXT, to)
            approved = await approved_invitation(unit, person, body, sender)
            draft = Draft(
                kind=INVITATION,
                sender=sender,
                recipient=to,
                batch=approved.batch,
                part=1,
                body=body,
                ref=None,
                names=(person.id,),
                reply_to=asked if as_reply else None,
                link=approved.link,
            )
            await unit.outbox.put([draft], self.context.clock.now())

    async def settle_down(self) -> OutboxState:
        for _ in range(20):
            await deliver(self.context)
            self.hand.advance(timedelta(minutes=1))
        async with self.context.store.unit(self.context.owner) as unit:
            (row,) = [one for one in await unit.outbox.all() if one.draft.kind == INVITATION]
        return row.state

    def invitations(self) -> list[Status]:
        return [one for one in self.server.world.statuses.by(self.me) if "coffee" in one.text]


@pytest.mark.parametrize("as_reply", [False, True], ids=["direct", "reply"])
@pytest.mark.parametrize(
    "mode",
    [
        Mode.LOST,
        Mode.LOST_BEFORE_KEY,
        Mode.LATE,
        Mode.GATEWAY,
        Mode.GATEWAY_AFTER,
        Mode.HTML,
        Mode.BROKEN_JSON,
        Mode.TRUNCATED,
        Mode.LIMIT_NONSENSE,
    ],
)
async def test_it_reaches_the_other_once_whatever_the_answer(*, mode: Mode, as_reply: bool) -> None:
    village = Village()
    await village.approve(as_reply=as_reply)
    village.server.faults.add(mode, POSTING, seconds=100)

    state = await village.settle_down()

    (status,) = village.invitations()
    assert OutboxState.SENT == state
    # The server itself leaves out the host of its own people.
    assert f"@alice {TEXT}" == status.text
    assert [village.alice] == [one.account for one in status.mentions]
    assert ("public" if as_reply else "direct") == status.visibility


async def test_what_the_owner_posts_by_hand_while_the_server_is_away_is_not_sent_again() -> None:
    village = Village()
    await village.approve(as_reply=False)
    village.server.faults.add(Mode.GATEWAY, POSTING)
    await deliver(village.context)

    village.server.post(village.me, f"@alice {TEXT}", visibility="direct")

    assert OutboxState.SENT == await village.settle_down()
    assert 1 == len(village.invitations())


async def test_an_edited_paste_leaves_it_to_the_owner() -> None:
    village = Village()
    await village.approve(as_reply=False)
    village.server.faults.add(Mode.GATEWAY, POSTING)
    await deliver(village.context)

    village.server.post(village.me, f"@alice {TEXT} Or tea?", visibility="direct")

    assert OutboxState.NEEDS_OWNER == await village.settle_down()
    assert 1 == len(village.invitations())
