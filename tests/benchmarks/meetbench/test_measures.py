"""Measures worked out by hand, and what must hold of all of them."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.meetbench.bootstrap import Bootstrap
from benchmarks.meetbench.measures import by_person, measured
from benchmarks.meetbench.task import Query, Task

RANKED = {"a": True, "b": False, "c": True, "d": False, "e": False, "f": False, "g": True}


def query(labels: dict[str, bool], ego: str = "1@c0") -> Query:
    return Query(ego, ego.partition("@")[0], 0.0, [], labels)


def falling(labels: dict[str, bool]) -> dict[str, float]:
    """Scores that rank candidates in the order in which they stand."""
    return {alter: float(-place) for place, alter in enumerate(labels)}


def test_the_measures_of_one_ranking() -> None:
    # Hits in the first, third and seventh place.
    found = measured(query(RANKED), falling(RANKED))

    gained = 1 + 1 / math.log2(4) + 1 / math.log2(8)
    assert found == {
        "P@5": pytest.approx(2 / 5),
        "NDCG@10": pytest.approx(gained / (1 + 1 / math.log2(3) + 1 / math.log2(4))),
        "MAP": pytest.approx((1 + 2 / 3 + 3 / 7) / 3),
        "AUC": pytest.approx((4 + 3 + 0) / 12),
    }


def test_of_fewer_than_five_candidates_all_are_the_first_five() -> None:
    assert 0.5 == measured(query({"a": False, "b": True}), {"a": 1.0, "b": 0.0})["P@5"]


def test_who_has_no_score_comes_last() -> None:
    assert 0.5 == measured(query({"a": True, "b": False}), {"b": -1e9})["MAP"]


def test_equal_scores_are_worth_half() -> None:
    assert 0.5 == measured(query(RANKED), dict.fromkeys(RANKED, 1.0))["AUC"]


def test_ties_are_broken_neither_by_the_file_s_order_nor_by_the_label() -> None:
    same = dict.fromkeys("abcdefgh", 1.0)
    firsts = {
        measured(query({one: one == winner for one in order}), same)["MAP"]
        for order in ("abcdefgh", "hgfedcba")
        for winner in "abcdefgh"
    }

    assert {1 / place for place in range(1, 9)} == firsts


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.booleans(), st.floats(-9, 9)), min_size=2))
def test_what_puts_the_right_ones_first_is_worth_one(drawn: dict[str, tuple[bool, float]]) -> None:
    labels = {alter: label for alter, (label, _) in drawn.items()}
    if len(set(labels.values())) < 2:
        return
    perfect = {alter: 100 * label + value for alter, (label, value) in drawn.items()}

    found = measured(query(labels), perfect)

    assert 1.0 == found["AUC"]
    assert 1.0 == pytest.approx(found["MAP"])
    assert 1.0 == pytest.approx(found["NDCG@10"])


def test_a_person_counts_once_however_many_queries_there_are() -> None:
    right, wrong = {"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}
    labels = {"a": True, "b": False}
    queries = [query(labels, ego) for ego in ("1@c0", "1@c1", "2@c0")]
    queries.append(query({"a": True, "b": True}, "3@c0"))
    scores = {"1@c0": right, "1@c1": wrong, "2@c0": right, "3@c0": right}

    found = by_person(Task("small", "", queries), scores)

    assert {"1": 0.5, "2": 1.0} == {person: one["AUC"] for person, one in found.items()}


def test_an_interval_holds_the_mean_and_is_narrow_where_all_are_alike() -> None:
    bootstrap = Bootstrap(50, 400)
    spread = bootstrap.estimate([number / 50 for number in range(50)])
    alike = bootstrap.estimate([0.25] * 50)

    assert spread.low < spread.mean < spread.high
    # A mean of 50 has a deviation of .29 / √50 = .041; 95 % lie within ±.08.
    assert 0.16 == pytest.approx(spread.high - spread.low, abs=0.03)
    assert (0.25, 0.25, 0.25) == (alike.low, alike.mean, alike.high)


def test_differences_are_paired_person_by_person() -> None:
    theirs = [number / 50 for number in range(50)]
    ours = [value + 0.01 for value in theirs]

    found = Bootstrap(50, 200).difference(ours, theirs)

    assert [pytest.approx(0.01)] * 3 == [found.low, found.mean, found.high]


def test_one_person_alone_has_an_interval_too() -> None:
    found = Bootstrap(1, 20).estimate([0.7])

    assert (0.7, 0.7, 0.7) == (found.low, found.mean, found.high)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_lies_within_the_values(values: list[float]) -> None:
    found = Bootstrap(len(values), 100).estimate(values)

    slack = 1e-9
    assert min(values) - slack <= found.low <= found.high <= max(values) + slack
    assert fmean(values) == found.mean
