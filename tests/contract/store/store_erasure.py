from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.digest import Outcome
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import Invitation, declined
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.people.identity import Relationship, Standing
from bot.domain.people.pairing import Pairing
from bot.ports import Cursor, Rejected, SaidPlace, Stance, Watch
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account, draft, interaction, key

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Store, Unit

OTHER = key("other")
"""Another account that is watched."""


async def _talk(unit: Unit, watched: AccountKey, partner: AccountKey, number: int) -> None:
    uri = f"https://x.example/{number}"
    await unit.log.record([interaction(by=partner, to=watched, watched=watched, uri=uri)])


class ErasureContract:
    pytestmark = pytest.mark.anyio

    async def test_nothing_of_an_account_is_left(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await _fill(unit)
            await unit.people.say_place(ALICE, SaidPlace(ALICE, 2983990, NOON))

            await unit.erase(ME, {"me@village.example"})

        async with store.unit(OWNER) as unit:
            assert [] == list(await unit.people.said_places())
            assert 0 == await unit.log.count()
            assert [] == list(await unit.log.tallies())
            assert [] == list(await unit.people.all())
            assert [] == list(await unit.people.stances())
            assert {} == dict(await unit.watches.quarantined())
            assert [] == list(await unit.suggestions.all())
            assert await unit.suggestions.began() is None
            assert [] == list(await unit.invitations.all())
            assert [] == list(await unit.meetings.all())
            assert [] == list(await unit.outbox.all())
            assert await unit.preferences.get("goal") is None
            assert await unit.decisions.pop() is None
            [watch] = await unit.watches.all()
            assert (watch.account, watch.key, watch.cursor) == ("@me", ME, None)
            assert not await unit.inbox.consume(ME, "1", NOON)
            assert await unit.inbox.pairing(ME) is not None

    async def test_other_accounts_keep_what_is_theirs(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await _fill(unit)
            await _talk(unit, OTHER, BRUNO, 7)
            await unit.people.save([account(BRUNO)])

            await unit.erase(ME, {"me@village.example"})

        async with store.unit(OWNER) as unit:
            assert 1 == await unit.log.count()
            assert [OTHER] == [tally.watched for tally in await unit.log.tallies()]
            assert [BRUNO] == [next(iter(one.keys)) for one in await unit.people.all()]
            assert "1 2w" == await unit.preferences.get("goal")

    @pytest.mark.parametrize("no", ["never", "declined"])
    async def test_a_no_is_kept_while_another_account_is_watched(
        self, store: Store, no: str
    ) -> None:
        async with store.unit(OWNER) as unit:
            await _fill(unit)
            await _talk(unit, OTHER, BRUNO, 7)
            [alice] = await unit.people.all()
            if no == "never":
                await unit.people.stand(alice.id, Standing.NEVER)
            else:
                [invitation] = await unit.invitations.all()
                following = declined(invitation, NOON)
                assert following is not None
                await unit.invitations.put(following)

            await unit.erase(ME, {"me@village.example"})

        async with store.unit(OWNER) as unit:
            assert [alice.id] == [one.id for one in await unit.people.all()]


async def _fill(unit: Unit) -> None:
    """Something of each kind about Alice, who talked with `ME`."""
    await _talk(unit, ME, ALICE, 1)
    await unit.people.save([account(ALICE)])
    [alice] = await unit.people.all()
    await unit.people.save_stances([Stance(ME, ALICE, Relationship(following=True), NOON)])
    await unit.watches.save(Watch("@me", ME, Cursor("c"), NOON, NOON, NOON))
    await unit.watches.quarantine(ME, [Rejected("{}", "odd")], NOON)
    await unit.suggestions.add([Suggestion(alice.id, 1, NOON, 1, NOON)])
    await unit.suggestions.settle(NOON, 1, Outcome.QUEUED, NOON)
    first = Invitation(await unit.invitations.begin(alice.id, 1), alice.id, NOON, 1)
    await unit.invitations.put(first)
    await unit.meetings.add(Meeting(NOON.date(), NOON, alice.id))
    await unit.preferences.set("goal", "1 2w", NOON)
    await unit.outbox.put([draft(), draft(batch="x", names=(alice.id,), recipient="file")], NOON)
    await unit.inbox.consume(ME, "1", NOON)
    await unit.inbox.pair(Pairing(ME, {}, NOON))
