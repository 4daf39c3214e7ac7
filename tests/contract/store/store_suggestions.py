from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.digest import Outcome
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.people.identity import person_id
from tests.builders import ALICE, BRUNO, OWNER, at

if TYPE_CHECKING:
    from bot.ports import Store

DUE = at("2026-11-01 12:00")
NEXT = at("2026-11-15 12:00")


class SuggestionsContract:
    async def test_suggestions_come_back_in_their_order(self, store: Store) -> None:
        made = [
            Suggestion(person_id(BRUNO), 1, DUE, 1, DUE),
            Suggestion(person_id(ALICE), 2, DUE, 1, DUE),
            Suggestion(person_id(BRUNO), 3, NEXT, 1, NEXT),
        ]
        async with store.unit(OWNER) as unit:
            await unit.suggestions.add(made[:2])
            await unit.suggestions.add(made[2:])
            await unit.suggestions.add([])
        async with store.unit(OWNER) as unit:
            assert made == list(await unit.suggestions.all())

    async def test_withdrawing_a_revision_leaves_the_others(self, store: Store) -> None:
        first = Suggestion(person_id(ALICE), 1, DUE, 1, DUE)
        second = Suggestion(person_id(BRUNO), 2, DUE, 2, DUE)
        async with store.unit(OWNER) as unit:
            await unit.suggestions.add([first, second])
            await unit.suggestions.withdraw(DUE, 1)

            assert [second] == list(await unit.suggestions.all())

    async def test_the_latest_occurrence_and_revision_are_known(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.suggestions.began() is None
            assert await unit.suggestions.settled() is None
            assert await unit.suggestions.revision(DUE) == 0

            await unit.suggestions.settle(NEXT, 0, Outcome.QUIET, NEXT)
            await unit.suggestions.settle(DUE, 1, Outcome.QUEUED, DUE)
            await unit.suggestions.settle(DUE, 2, Outcome.QUEUED, NEXT)
        async with store.unit(OWNER) as unit:
            assert await unit.suggestions.began() == DUE
            assert await unit.suggestions.settled() == NEXT
            assert await unit.suggestions.revision(DUE) == 2

    async def test_an_occurrence_whose_digest_was_barred_is_open_still(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.suggestions.settle(DUE, 1, Outcome.QUEUED, DUE)
            await unit.suggestions.settle(NEXT, 1, Outcome.BARRED, NEXT)

            assert await unit.suggestions.settled() == DUE
            assert await unit.suggestions.revision(NEXT) == 1
