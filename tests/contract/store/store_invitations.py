from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import Approval, Invitation, State, Way, Wording
from bot.domain.meeting.slot import Slot
from bot.domain.people.identity import person_id
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account

if TYPE_CHECKING:
    from bot.ports import Store, Unit

HOUR = timedelta(hours=1)
WORDING = Wording("Hi Alice, coffee?", "en", (Slot(NOON + HOUR, NOON + 2 * HOUR, "lunch"),))
APPROVAL = Approval(Way.DIRECT, life.sha_of(WORDING.text), ME)


async def begun(unit: Unit) -> Invitation:
    """Alice's, number 1 of a digest, not stored yet."""
    return Invitation(await unit.invitations.begin(person_id(ALICE), 1), person_id(ALICE), NOON, 1)


def whole_life(first: Invitation) -> list[Invitation]:
    """Every version from the suggestion to the meeting."""
    versions: list[Invitation | None] = [first]

    def go(following: Invitation | None) -> Invitation:
        assert following is not None
        versions.append(following)
        return following

    now = go(life.drafted(first, WORDING, NOON))
    now = go(life.approved(now, APPROVAL, NOON))
    now = go(life.sent(now, NOON + HOUR, "at://sent/1"))
    now = go(life.answered(now, NOON + 2 * HOUR))
    now = go(life.planned(now, NOON + 24 * HOUR, "Café X", "uid-1", NOON + 3 * HOUR))
    now = go(life.asked_about(now, NOON + 48 * HOUR))
    go(life.met(now, NOON + 49 * HOUR))
    return [one for one in versions if one is not None]


class InvitationsContract:
    async def test_every_version_comes_back_as_it_was(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
            versions = whole_life(await begun(unit))
            for version in versions:
                assert await unit.invitations.put(version)
        async with store.unit(OWNER) as unit:
            assert versions == list(await unit.invitations.history(person_id(ALICE)))
            assert [versions[-1]] == list(await unit.invitations.all())
            assert versions[-1] == await unit.invitations.get(versions[0].id)

    async def test_a_version_must_follow_the_latest_one(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
            first, second, third, *_ = whole_life(await begun(unit))

            assert not await unit.invitations.put(second)
            assert await unit.invitations.put(first)
            assert not await unit.invitations.put(third)
            assert await unit.invitations.put(second)
            assert not await unit.invitations.put(second)

            assert second == await unit.invitations.get(first.id)

    async def test_two_invitations_do_not_share_an_id(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(BRUNO)])
            mine = await begun(unit)
            other = Invitation(
                await unit.invitations.begin(person_id(BRUNO), None), person_id(BRUNO), NOON
            )
            await unit.invitations.put(mine)
            await unit.invitations.put(other)

            assert mine.id != other.id
            assert [mine, other] == list(await unit.invitations.all())
            assert [other] == list(await unit.invitations.history(person_id(BRUNO)))
            assert other.state is State.SUGGESTED

    async def test_what_is_not_there_is_none(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.invitations.get(17) is None
            assert not await unit.invitations.all()
