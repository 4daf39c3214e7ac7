"""The numbers of people in digests, and the batch of a digest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import Outcome, batch_of, next_numbers
from tests.builders import NOON, at


@pytest.mark.parametrize(
    ("last", "how_many", "numbers"),
    [
        (0, 3, [1, 2, 3]),
        (3, 3, [4, 5, 6]),
        (96, 3, [97, 98, 99]),
        (98, 3, [99, 1, 2]),
        (99, 2, [1, 2]),
        (42, 0, []),
    ],
)
def test_numbers_run_on_from_1_to_99_and_over(last: int, how_many: int, numbers: list[int]) -> None:
    assert numbers == next_numbers(last, how_many)


@given(st.integers(0, 99), st.integers(1, 99))
def test_no_two_of_the_next_99_are_the_same(last: int, how_many: int) -> None:
    numbers = next_numbers(last, how_many)

    assert how_many == len(set(numbers))
    assert set(numbers) <= set(range(1, 100))


@given(st.integers(0, 99), st.integers(1, 9), st.integers(1, 9))
def test_two_digests_number_as_one_would(last: int, some: int, more: int) -> None:
    first = next_numbers(last, some)

    assert next_numbers(last, some + more) == first + next_numbers(first[-1], more)


def test_a_batch_is_of_one_recipient_occurrence_and_revision() -> None:
    batches = {
        batch_of("me@village.example", NOON, 1),
        batch_of("me@village.example", NOON, 2),
        batch_of("me@village.example", at("2026-11-08 12:00"), 1),
        batch_of("you@village.example", NOON, 1),
    }

    assert 4 == len(batches)


def test_words_stay_as_they_are_once_stored() -> None:
    batch = batch_of("me@village.example", NOON, 1)

    assert "digest:me@village.example:2026-11-01T12:00:00+00:00:1" == batch
    assert "queued quiet skipped barred" == " ".join(Outcome)
