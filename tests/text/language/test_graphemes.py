"""Counting and cutting in grapheme clusters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import graphemes


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("café", 4),
        ("cafe\u0301", 4),
        ("👩\u200d🌾", 1),
        ("🇫🇷🇧🇪", 2),
        ("👍🏽!", 2),
        ("\r\n", 1),
    ],
)
def test_a_cluster_counts_once(text: str, length: int) -> None:
    assert length == graphemes.length(text)
    assert length == len(graphemes.clusters(text))


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("seed libraries", 14, "seed libraries"),
        ("seed libraries", 13, "seed librari…"),
        ("seed libraries and bread", 18, "seed libraries…"),
        ("seed libraries and bread", 19, "seed libraries and…"),
        ("a seedlibrarywithoutend", 10, "a seedlib…"),
        ("👩\u200d🌾👩\u200d🌾👩\u200d🌾", 2, "👩\u200d🌾…"),
        ("ab", 1, "…"),
    ],
)
def test_a_text_is_cut_after_a_word_or_else_a_letter(text: str, limit: int, cut: str) -> None:
    assert cut == graphemes.cut(text, limit)


@given(st.text(), st.integers(1, 30))
def test_what_is_cut_is_short_enough_and_begins_the_text(text: str, limit: int) -> None:
    found = graphemes.cut(text, limit)

    assert graphemes.length(found) <= limit
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


@given(st.text())
def test_clusters_are_the_text(text: str) -> None:
    assert text == "".join(graphemes.clusters(text))
