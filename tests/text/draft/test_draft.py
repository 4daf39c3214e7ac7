"""Names and citations in drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.draft.naming import called, cited, first_name
from bot.text.language import graphemes
from bot.text.safety.defuse import ISOLATES
from tests.builders import account, person


@pytest.mark.parametrize(
    ("post", "topic"),
    [
        ("Seed libraries are great. I run one.", "Seed libraries are great"),
        ("Are they? Yes.", "Are they?"),
        ("Seeds!", "Seeds!"),
        ("No end here", "No end here"),
        ("@me @bruno@town.example Seeds", "Seeds"),
        ("  @me\n\nSeeds", "Seeds"),
        ("Seeds for @bruno", "Seeds for (at) bruno"),
        ("See https://evil.example/x for seeds.", "See for seeds"),
        ("Python 3.11 is out. At last.", "Python 3.11 is out"),
        ("Seeds\nand bread", "Seeds and bread"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_cited_without_the_handles_in_front(post: str, topic: str) -> None:
    assert topic == cited(post)


def test_a_long_first_sentence_is_cut_to_sixty() -> None:
    topic = cited(
        "I have been wondering for weeks whether a seed library could live in our town hall"
    )

    assert topic == "I have been wondering for weeks whether a seed library…"


@given(st.text(max_size=200))
def test_whatever_is_cited_is_short_and_mentions_nobody(post: str) -> None:
    topic = cited(post)

    assert graphemes.length(topic.strip(ISOLATES)) <= 60
    assert "@" not in topic
    assert topic.count("\u2068") == topic.count("\u2069")


def test_a_cited_sentence_from_right_to_left_closes_its_isolate() -> None:
    topic = cited("ספרייה " * 30)

    assert topic.startswith("\u2068")
    assert topic.endswith("…\u2069")


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Alice Martin", "Alice"),
        ("Anne-Marie O’Neill", "Anne-Marie"),
        ("Élodie 🌱", "Élodie"),
        ("alice", "alice"),
        ("山田 太郎", "山田"),
        ("Dr. Alice", "Dr. Alice"),
        ("A. Martin", "A. Martin"),
        ("🌱 Alice", "🌱 Alice"),
        ("@bob@evil.example hi", "(at) bob (at) evil. example hi"),
        ("ליאת כהן", "\u2068ליאת\u2069"),  # noqa: RUF001 (Hebrew)
        ("", "alice"),
        (":blobcat:", "alice"),
        ("\u200b\u202e", "alice"),
    ],
)
def test_people_are_greeted_by_their_first_name_if_they_have_one(name: str, greeted: str) -> None:
    assert greeted == first_name(person(account(display_name=name)))


@given(st.text(max_size=40))
def test_everybody_can_be_called_and_greeted_whatever_their_name(name: str) -> None:
    who = person(account(display_name=name))

    assert called(who)
    assert first_name(who)
    assert "@" not in called(who) + first_name(who)


def test_somebody_without_anything_readable_is_a_question_mark() -> None:
    nobody = type(account())(key=account().key, handle="\u200b")

    assert ("?", "?") == (called(person(nobody)), first_name(person(nobody)))


def test_a_handle_that_comes_with_its_at_is_called_without() -> None:
    nameless = type(account())(key=account().key, handle="@alice@village.example")

    assert "alice (at) village. example" == called(person(nameless))
