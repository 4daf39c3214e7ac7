from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.meeting.goal import Meeting
from bot.domain.people.identity import person_id
from tests.builders import ALICE, NOON, OWNER, account

if TYPE_CHECKING:
    from bot.ports import Store

TODAY = NOON.date()


class MeetingsContract:
    async def test_meetings_come_back_by_day(self, store: Store) -> None:
        later = Meeting(TODAY, NOON, person_id(ALICE))
        earlier = Meeting(TODAY - timedelta(days=3), NOON)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
            for meeting in (later, earlier):
                await unit.meetings.add(meeting)
        async with store.unit(OWNER) as unit:
            first, second = await unit.meetings.all()

        assert (earlier.day, None) == (first.day, first.person)
        assert (later.day, later.person, NOON) == (second.day, second.person, second.said_at)

    async def test_a_meeting_that_was_none_is_removed(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            kept = await unit.meetings.add(Meeting(TODAY, NOON))
            gone = await unit.meetings.add(Meeting(TODAY, NOON))
            await unit.meetings.remove(gone)
        async with store.unit(OWNER) as unit:
            assert [kept] == [one.id for one in await unit.meetings.all()]
