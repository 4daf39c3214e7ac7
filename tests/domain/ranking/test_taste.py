"""Taste: a hand-computed example, and properties."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import AccountKey, NetworkName, PersonId
from bot.domain.ranking.choice import Choice
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.scoring import Scale, Score, score
from bot.domain.ranking.taste import (
    INDIFFERENT,
    MOST,
    PART,
    Habit,
    Habits,
    Tasted,
    flavoured,
    habits_of,
    taste,
)
from bot.domain.talk.tally import Tally
from tests.builders import ALICE, ME, OWNER

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 11, 2)
FOR, AGAINST = Choice.MET, Choice.NEVER


def habits(**some: float) -> Habits:
    return {habit: some.get(habit.value, 0.0) for habit in Habit}


def who(number: int) -> PersonId:
    return PersonId(f"p{number}")


def everybody(*begins: float) -> dict[PersonId, Habits]:
    """People who differ in who begins."""
    return {who(number): habits(begins=share) for number, share in enumerate(begins)}


HALVES = everybody(*[1.0] * 10, *[0.0] * 10)
"""Ten of each kind: mean ½ and deviation ½, so that all are one deviation from the mean."""


def ten_choices() -> dict[PersonId, Choice]:
    """Five were met, and with them the owner begins; five are never wanted."""
    return {who(n): FOR for n in range(5)} | {who(n): AGAINST for n in range(10, 15)}


def test_ten_choices_of_one_mind() -> None:
    # gap 2; by chance √(1/5 + 1/5); five examples a side: half of the rest is believed
    lean = (2 - math.sqrt(0.4)) / 2

    found = taste(HALVES, ten_choices())

    assert {Habit.BEGINS} == set(found.leanings)
    assert lean == pytest.approx(found.leanings[Habit.BEGINS].lean)
    assert MOST ** math.tanh(lean) == pytest.approx(found.of(habits(begins=1.0)).factor)
    assert MOST ** -math.tanh(lean) == pytest.approx(found.of(habits(begins=0.0)).factor)
    assert 1.0 == found.of(habits(begins=0.5)).factor


def test_it_says_which_habit_tells_most() -> None:
    found = taste(HALVES, ten_choices())

    assert (Habit.BEGINS, True) == told(found.of(habits(begins=1.0)))
    assert (Habit.BEGINS, False) == told(found.of(habits(begins=0.0)))


def told(tasted: Tasted) -> tuple[Habit | None, bool]:
    return tasted.habit, tasted.more


def test_few_choices_move_less_than_many() -> None:
    few = taste(HALVES, {who(0): FOR, who(1): FOR, who(10): AGAINST, who(11): AGAINST})
    many = taste(HALVES, ten_choices())

    assert 1.0 < few.of(habits(begins=1.0)).factor < many.of(habits(begins=1.0)).factor


def test_what_is_known_or_skipped_moves_less_than_what_is_met_or_never() -> None:
    weaker = {FOR: Choice.KNOWN, AGAINST: Choice.SKIPPED}
    said = taste(HALVES, ten_choices()).of(habits(begins=1.0)).factor
    meant = {person: weaker[choice] for person, choice in ten_choices().items()}

    assert 1.0 < taste(HALVES, meant).of(habits(begins=1.0)).factor < said


@pytest.mark.parametrize("side", list(Choice))
def test_one_side_alone_tells_nothing(side: Choice) -> None:
    assert INDIFFERENT == taste(HALVES, {who(n): side for n in range(10)})


def test_what_both_sides_share_tells_nothing() -> None:
    mixed = {who(n): (FOR, AGAINST)[n % 2] for n in range(20)}

    assert INDIFFERENT == taste(HALVES, mixed)


def test_a_gap_that_chance_explains_tells_nothing() -> None:
    # 3 of 5 against 2 of 5: a gap of 0.4 deviations, where chance makes 0.63
    mixed = {who(n): (FOR if n in {0, 1, 2, 10, 11} else AGAINST)
             for n in (0, 1, 2, 3, 4, 10, 11, 12, 13, 14)}  # fmt: skip

    assert INDIFFERENT == taste(HALVES, mixed)


def test_whoever_left_the_list_tells_nothing() -> None:
    assert INDIFFERENT == taste({}, ten_choices())


def test_an_outlier_counts_as_two_deviations() -> None:
    found = taste(HALVES, ten_choices())

    assert found.of(habits(begins=1.5)).factor == found.of(habits(begins=50.0)).factor


def test_the_habits_of_somebody() -> None:
    bluesky = AccountKey(NetworkName.BLUESKY, "did:plc:me")
    tallies = [
        Tally(OWNER.id, ME, ALICE, TODAY, 1, 2),
        Tally(OWNER.id, bluesky, ALICE, TODAY - timedelta(7), 1, 0),
    ]
    parts = {"outgoing": 1.5, "incoming": 3.0, "recency": 0.9}
    told = Score(who(1), 1.0, parts, Evidence(exchanges=4, weeks=3, started_by_owner=2))

    assert {
        Habit.BEGINS: 0.5,
        Habit.BALANCE: pytest.approx(math.log(1 / 2)),
        Habit.WEEKS: 2.0,
        Habit.RECENCY: 0.9,
        Habit.BLUESKY: 0.25,
    } == habits_of(told, tallies)


def test_a_stranger_who_likes_everything_stays_out_whatever_the_taste() -> None:
    likes = [Tally(OWNER.id, ME, ALICE, TODAY - timedelta(n), 0, 0, 0, 50) for n in range(100)]
    stranger = score(who(1), likes, [], Scale(TODAY, 30.0, {}))

    assert 0.0 == flavoured(stranger, Tasted(MOST)).value


values = st.floats(-1e6, 1e6)
lists = st.dictionaries(
    st.integers(0, 30).map(who), st.fixed_dictionaries(dict.fromkeys(Habit, values)), max_size=30
)
answers = st.dictionaries(st.integers(0, 30).map(who), st.sampled_from(Choice), max_size=30)


@given(lists, answers, st.fixed_dictionaries(dict.fromkeys(Habit, values)))
def test_the_factor_stays_between_four_fifths_and_five_quarters(
    people: dict[PersonId, Habits], said: Mapping[PersonId, Choice], somebody: Habits
) -> None:
    factor = taste(people, said).of(somebody).factor

    assert 1 / MOST <= factor <= MOST
    assert pytest.approx(0.8) == 1 / MOST


@given(lists, answers)
def test_the_opposite_choices_lean_the_opposite_way(
    people: dict[PersonId, Habits], said: Mapping[PersonId, Choice]
) -> None:
    plain = {person: (FOR if choice in {FOR, Choice.KNOWN} else AGAINST)
             for person, choice in said.items()}  # fmt: skip
    opposite = {person: (AGAINST if choice is FOR else FOR) for person, choice in plain.items()}
    this, that = taste(people, plain).leanings, taste(people, opposite).leanings

    assert {habit: -leaning.lean for habit, leaning in that.items()} == pytest.approx(
        {habit: leaning.lean for habit, leaning in this.items()}
    )


@given(lists, answers)
def test_the_value_is_the_product_of_the_parts(
    people: dict[PersonId, Habits], said: Mapping[PersonId, Choice]
) -> None:
    learnt = taste(people, said)
    plain = score(who(1), [Tally(OWNER.id, ME, ALICE, TODAY, 3, 2)], [], Scale(TODAY, 30.0, {}))
    for somebody in people.values():
        found = flavoured(plain, learnt.of(somebody))

        assert [*plain.parts, PART] == list(found.parts)
        assert math.prod(found.parts.values()) == pytest.approx(found.value)
        assert 0.8 * plain.value <= found.value * (1 + 1e-9)
        assert found.value <= 1.25 * plain.value * (1 + 1e-9)
