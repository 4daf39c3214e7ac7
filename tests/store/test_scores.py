"""The query that scores everybody, held against the function that scores one."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store import open_store
from adapters.store.scores import scores
from bot.domain.identity import Owner, OwnerId, person_id
from bot.domain.interaction import Kind
from bot.domain.scoring import scale, score
from bot.domain.tally import day_of
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account, interaction, key

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain.interaction import Interaction

TODAY = day_of(NOON, OWNER.zone)
ME_TOO = key("me-too")
_examples = count()


@st.composite
def acts(draw: st.DrawFn) -> Interaction:
    watched, other = draw(st.sampled_from([ME, ME_TOO])), draw(st.sampled_from([ALICE, BRUNO]))
    by, to = draw(st.permutations([watched, other]))
    kind = draw(st.sampled_from(Kind))
    return interaction(
        kind,
        by=by,
        to=to,
        watched=watched,
        uri=f"post{draw(st.integers(0, 40))}",
        subject=f"post{draw(st.integers(0, 40))}" if kind.is_signal else "",
        when=NOON - timedelta(days=draw(st.integers(-2, 400)), hours=draw(st.integers(0, 23))),
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    deadline=None,
    max_examples=60,
)
@given(st.lists(acts(), max_size=30), st.sampled_from([0.0, 0.5, 1.0, 2.0]))
async def test_the_query_says_what_the_function_says(
    tmp_path: Path, found: list[Interaction], weight: float
) -> None:
    path = tmp_path / f"{next(_examples)}" / "store.db"
    store = await open_store(f"sqlite:///{path}")
    async with store.unit(Owner(OwnerId(OWNER.id), OWNER.zone)) as unit:
        await unit.people.save([account(ALICE), account(BRUNO)])
        await unit.log.record(found)
        tallies = await unit.log.tallies()
    await store.close()
    common = scale(tallies, today=TODAY, weights={ME_TOO: weight})
    expected: dict[str, object] = {}
    for one in (ALICE, BRUNO):
        person = person_id(one)
        mine = [each for each in tallies if each.account == one]
        value = score(person, mine, [], common).value
        expected |= {person: pytest.approx(value)} if value else {}

    with sqlite3.connect(path) as database:
        told = list(scores(database, today=TODAY, weights={str(ME_TOO): weight}))
    database.close()

    assert expected == {one.person: one.value for one in told}
    assert [one.value for one in told] == sorted((one.value for one in told), reverse=True)
