"""Values that are made by the hundred thousand are values like others."""

from dataclasses import replace

import pytest

from bot.domain.value import Value, value


@value
class Step(Value):
    """One of many."""

    name: str
    length: int = 1


def test_what_is_equal_counts_once() -> None:
    assert {Step("a"), Step("b", 2)} == {Step("a"), Step("a", 1), Step("b", length=2)}


def test_another_is_made_from_one() -> None:
    one = Step("a")

    other = replace(one, length=3)

    assert (Step("a", 1), Step("a", 3)) == (one, other)


def test_it_has_its_fields_only() -> None:
    with pytest.raises(AttributeError):
        Step("a").width = 2  # type: ignore[attr-defined]
