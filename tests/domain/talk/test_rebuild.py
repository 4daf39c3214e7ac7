"""Comparison of stored rows with recomputed ones."""

from __future__ import annotations

from bot.domain.talk.rebuild import Comparison, compare


def test_rows_are_matched_by_their_key() -> None:
    kept = [("a", 1), ("b", 2), ("c", 3)]
    made = [("b", 2), ("c", 4), ("d", 5), ("e", 6)]

    found = compare("letters", kept, made, key=lambda row: row[0])

    assert Comparison("letters", rows=4, missing=2, wrong=1, needless=1) == found
    assert not found.is_equal


def test_the_same_rows_in_another_order_are_equal() -> None:
    rows = [("a", 1), ("b", 2)]

    assert compare("letters", rows, reversed(rows), key=lambda row: row[0]).is_equal
