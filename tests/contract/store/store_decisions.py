from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.decision import (
    Decision,
    InvitationWas,
    MeetingCounted,
    PreferenceWas,
    StandingWas,
)
from bot.domain.people.identity import Standing, person_id
from tests.builders import ALICE, BRUNO, NOON, OWNER, at

if TYPE_CHECKING:
    from bot.ports import Store

UNTIL = at("2026-11-22 12:00")


class DecisionsContract:
    async def test_decisions_come_back_whole_the_latest_first(self, store: Store) -> None:
        snooze = Decision("snooze", NOON, (StandingWas(person_id(ALICE), Standing.SNOOZED, UNTIL),))
        met = Decision(
            "met",
            UNTIL,
            (
                StandingWas(person_id(BRUNO), Standing.NEW),
                InvitationWas(person_id(BRUNO), 3, 2),
                MeetingCounted(4),
                PreferenceWas("goal", "1 2w"),
                PreferenceWas("paused", None),
            ),
        )
        async with store.unit(OWNER) as unit:
            await unit.decisions.push(snooze)
            await unit.decisions.push(met)
        async with store.unit(OWNER) as unit:
            assert met == await unit.decisions.latest() == await unit.decisions.latest()
            assert met == await unit.decisions.pop()
            assert snooze == await unit.decisions.latest()
            assert snooze == await unit.decisions.pop()
            assert await unit.decisions.latest() is await unit.decisions.pop() is None
