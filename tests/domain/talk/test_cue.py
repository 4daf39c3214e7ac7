"""Questions to the owner without an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.talk.cue import NOT_AFTER, NOT_BEFORE, asks, owed
from bot.domain.talk.interaction import Interaction, Kind, Visibility
from tests.builders import ALICE, BRUNO, ME, NOON, interaction

if TYPE_CHECKING:
    from bot.domain.talk.cue import Cue

ROOT = "https://village.example/@me/1"
QUESTION = "https://village.example/@alice/7"
NOW = NOON + timedelta(days=3)


def question(**changes: Any) -> Interaction:  # noqa: ANN401
    """Alice asks, in a thread of mine, three days ago."""
    said: dict[str, Any] = {"text": "Which bin do you use?", "uri": QUESTION, "url": QUESTION}
    return interaction(**said | changes)


def mine(**changes: Any) -> Interaction:  # noqa: ANN401
    """My reply to Alice in that thread, an hour later."""
    said: dict[str, Any] = {
        "by": ME,
        "to": ALICE,
        "uri": "https://village.example/@me/8",
        "when": NOON + timedelta(hours=1),
    }
    return interaction(**said | changes)


def found(*talk: Interaction, **known: Any) -> Cue | None:  # noqa: ANN401
    return owed(talk, {ALICE}, NOW, **known)


def test_a_question_without_an_answer_is_owed_one() -> None:
    cue = found(question())

    assert cue is not None
    assert (NOON, QUESTION, QUESTION, True) == (cue.asked_at, cue.uri, cue.url, cue.is_open)
    assert "Which bin do you use?" == cue.text


def test_any_later_word_of_the_owner_s_in_the_thread_is_an_answer() -> None:
    assert found(question(), mine()) is None
    assert found(question(), mine(to=BRUNO)) is None


@pytest.mark.parametrize(
    "word",
    [
        mine(when=NOON - timedelta(hours=1)),
        mine(root="https://village.example/@me/2"),
        mine(kind=Kind.LIKE, subject=QUESTION),
    ],
    ids=["before", "elsewhere", "a like"],
)
def test_other_words_are_no_answer(word: Interaction) -> None:
    assert found(question(), word) is not None


def test_a_quote_of_the_question_is_an_answer_wherever_it_stands() -> None:
    quote = mine(kind=Kind.QUOTE, root="https://village.example/@me/2", subject=QUESTION)

    assert found(question(), quote) is None


@pytest.mark.parametrize(
    ("age", "is_owed"),
    [
        (NOT_BEFORE - timedelta(seconds=1), False),
        (NOT_BEFORE, True),
        (NOT_AFTER, True),
        (NOT_AFTER + timedelta(seconds=1), False),
    ],
)
def test_an_answer_is_owed_from_half_a_day_to_three_weeks(age: timedelta, *, is_owed: bool) -> None:
    assert is_owed is (found(question(when=NOW - age)) is not None)


@pytest.mark.parametrize(
    "other",
    [
        question(text="I use a wooden bin."),
        question(text=None),
        question(kind=Kind.COPIED),
        question(by=BRUNO),
    ],
    ids=["no question", "no text kept", "a handle carried along", "somebody else"],
)
def test_what_is_no_question_of_theirs_to_the_owner_is_not_owed(other: Interaction) -> None:
    assert found(other) is None


def test_the_latest_question_is_named() -> None:
    later = question(uri=f"{QUESTION}0", root="https://village.example/@me/2", text="And worms?")
    cue = found(question(when=NOON - timedelta(days=1)), later)

    assert cue is not None
    assert "And worms?" == cue.text


def test_what_was_answered_elsewhere_is_settled() -> None:
    assert found(question(), settled={QUESTION}) is None


def test_whether_anybody_may_read_the_question_is_told() -> None:
    cue = found(question(visibility=Visibility.FOLLOWERS, url=None))

    assert cue is not None
    assert ("", False) == (cue.url, cue.is_open)


@pytest.mark.parametrize(
    "text",
    ["Why?", "Tu viens ?", "Really?!", "これは？", "متى؟", "Why? https://village.example/a"],  # noqa: RUF001
)
def test_a_question_ends_like_one(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["Yes.", "", "https://village.example/?page=2", "village.example/watch?v=3 is good"]
)
def test_a_question_mark_in_a_link_asks_nothing(text: str) -> None:
    assert not asks(text)
