from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.people.identity import Relationship
from bot.domain.talk.exchange import Exchange
from bot.domain.talk.separation import AFTERMATH, Separation, broken_off
from bot.ports import Stance, stance
from tests.builders import ALICE, ME, NOON

DAY = timedelta(days=1)
TOGETHER = Relationship(following=True)
APART = (Relationship(blocking=True), Relationship(blocked_by=True), Relationship(muting=True))


def told(*relationships: Relationship) -> Stance:
    """The stance after these relationships were reported, one a day, the first at noon."""
    known: Stance | None = None
    for number, relationship in enumerate(relationships):
        known = stance(known, ME, ALICE, relationship, NOON + number * DAY)
    assert known is not None
    return known


def exchange(days_before: float, *, lasted: timedelta = DAY / 4) -> Exchange:
    last = NOON - days_before * DAY
    return Exchange(
        ALICE, f"thread:{days_before}", last - lasted, last, 4, 3, started_by_owner=True
    )


@pytest.mark.parametrize("apart", APART)
def test_a_block_or_mute_of_either_side_separates(apart: Relationship) -> None:
    assert Separation(NOON, NOON) == told(apart).separation


@pytest.mark.parametrize("together", [TOGETHER, Relationship(), Relationship(blocking=False)])
def test_what_is_not_known_to_separate_does_not(together: Relationship) -> None:
    assert told(together).separation is None


def test_a_separation_goes_on_while_it_is_told() -> None:
    assert Separation(NOON + DAY, NOON + 3 * DAY) == told(TOGETHER, *APART).separation


def test_it_is_remembered_after_its_end() -> None:
    assert Separation(NOON, NOON) == told(APART[0], TOGETHER, TOGETHER).separation


def test_another_one_takes_its_place() -> None:
    known = told(APART[0], TOGETHER, APART[2])

    assert Separation(NOON + 2 * DAY, NOON + 2 * DAY) == known.separation


def test_the_last_exchange_before_it_was_broken_off() -> None:
    old, before, after = exchange(3), exchange(1), exchange(-1)

    assert {before} == broken_off([after, old, before], [Separation(NOON, NOON + DAY)])


def test_an_exchange_long_before_it_was_not() -> None:
    just, earlier = exchange(AFTERMATH / DAY), exchange(AFTERMATH / DAY + 0.001)

    assert {just} == broken_off([just], [Separation(NOON, NOON)])
    assert frozenset() == broken_off([earlier], [Separation(NOON, NOON)])
    assert frozenset() == broken_off([], [Separation(NOON, NOON)])
    assert frozenset() == broken_off([just], [])
