from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import PersonId
from bot.domain.ranking.comparison import Figures, compare, figures_of
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.scoring import Score
from bot.domain.talk.tally import Tally
from tests.builders import ALICE, ME, OWNER

TODAY = date(2026, 11, 2)


def scored(**parts: float) -> Score:
    return Score(PersonId("p"), math.prod(parts.values()), parts, Evidence())


def test_the_factor_that_differs_most_comes_first() -> None:
    found = compare(
        scored(outgoing=2.0, occasions=6.0, recency=0.5),
        scored(outgoing=1.0, occasions=2.0, recency=1.0),
    )

    assert ["occasions", "outgoing"] == [difference.part for difference in found.for_first]
    assert 3.0 == pytest.approx(found.for_first[0].ratio)
    assert ["recency"] == [difference.part for difference in found.for_second]
    assert 2.0 == pytest.approx(found.for_second[0].ratio)


def test_what_says_most_of_it_is_enough() -> None:
    found = compare(scored(span=9.0, signals=1.2), scored(span=1.0, signals=1.0))

    assert ["span"] == [difference.part for difference in found.for_first]


def test_what_hardly_differs_is_not_worth_a_word() -> None:
    found = compare(scored(span=9.0, signals=1.0), scored(span=1.0, signals=1.01))

    assert () == found.for_second


def test_two_alike_have_nothing_between_them() -> None:
    found = compare(scored(span=2.0), scored(span=2.0))

    assert ((), ()) == (found.for_first, found.for_second)


parts = st.fixed_dictionaries(
    dict.fromkeys(("outgoing", "incoming", "span", "taste"), st.floats(0.1, 100))
)


@given(parts, parts)
def test_either_order_tells_the_same(first: dict[str, float], other: dict[str, float]) -> None:
    there, back = (
        compare(scored(**first), scored(**other)),
        compare(scored(**other), scored(**first)),
    )

    assert (there.for_first, there.for_second) == (back.for_second, back.for_first)
    assert all(found.ratio > 1 for found in there.for_first + there.for_second)
    if math.prod(first.values()) > math.prod(other.values()) * 1.01:
        assert there.for_first


def test_what_can_be_counted() -> None:
    tallies = [
        Tally(OWNER.id, ME, ALICE, TODAY - timedelta(3), 2, 1, 1, 0),
        Tally(OWNER.id, ME, ALICE, TODAY - timedelta(4), 1, 0),
        Tally(OWNER.id, ME, ALICE, TODAY - timedelta(20), 0, 4, 0, 2),
        Tally(OWNER.id, ME, ALICE, TODAY, 0, 0, 1, 0),
    ]

    assert Figures(said=3, heard=5, days=3, weeks=2, span=18, silence=3, signals=4) == figures_of(
        tallies, TODAY
    )


def test_without_talk_there_is_no_silence() -> None:
    assert Figures(0, 0, 0, 0, 0, None, 0) == figures_of([], TODAY)
