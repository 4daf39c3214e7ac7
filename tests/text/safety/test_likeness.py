from __future__ import annotations

import pytest

from bot.text.safety.likeness import resembles, says_the_same

TEXT = "Hello Bruno, shall we go on about seeds over a coffee? Saturday at noon, Café X."


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace(" ", "\n"),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("é", "e\u0301"),
        f"  {TEXT}\n",
    ],
)
def test_letters_and_white_space_may_be_set_otherwise(other: str) -> None:
    assert says_the_same(TEXT, other)


@pytest.mark.parametrize("other", [TEXT.replace("noon", "one"), TEXT[:-1], f"{TEXT} Bring beans."])
def test_other_words_are_another_text_that_resembles_it(other: str) -> None:
    assert not says_the_same(TEXT, other)
    assert resembles(TEXT, other)


def test_what_is_said_of_something_else_does_not_resemble_it() -> None:
    assert not resembles(TEXT, "Did my parcel with the beans arrive on Saturday?")
