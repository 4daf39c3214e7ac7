"""Defusing of names and posts that others wrote."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.language import graphemes
from bot.text.safety.defuse import ISOLATES, defuse

# Troublesome characters are drawn often, alone and combined.
TROUBLE = st.sampled_from([
    "@", "＠", "﹫", "#", "＃", ":", "::", "://", ".", "。", "．", "*", "_", "__", "~~", "`",
    "<", ">",
    "[", "](", "\\", "\u200d", "\ufe0f", "\u202e", "\u2066", "\u2069", "\u200b", "\u00ad", "\x00",
    "\n", "\u0301", "\u0336", "\u20e3", "👩", "🌱", "🏽", "א", "ب", "é", "a", "com", "mailto:",
    "javascript:", "https", "alice", "\ue000", "\U000e0041", "\ud800", "\u3164", "…", " ", "ᄀ",
    "1",
])  # fmt: skip
hostile = st.lists(TROUBLE | st.characters(), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("name", "tamed"),
    [
        ("Alice Martin", "Alice Martin"),
        ("  Alice \n Martin ", "Alice Martin"),
        ("Zoë d'Été-Ndiaye", "Zoë d'Été-Ndiaye"),
        ("Zoe\u0308", "Zoë"),
        ("山田 太郎", "山田 太郎"),
        ("Dr. Alice", "Dr. Alice"),
        ("Alice 🌱", "Alice 🌱"),
        ("👩\u200d🌾 Alice", "👩\u200d🌾 Alice"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("Python 3.11", "Python 3.11"),
        ("Open data: a guide", "Open data: a guide"),
        ("@bob@evil.example", "(at) bob (at) evil. example"),
        ("＠bob﹫x", "(at) bob (at) x"),
        ("#gardening", "# gardening"),
        ("＃jardin", "＃ jardin"),
        ("evil.example", "evil. example"),
        ("💩.la", "💩. la"),
        ("x\u0302.com", "x\u0302. com"),
        ("9.com", "9. com"),
        ("evil。example", "evil. example"),
        ("https://evil.example", "https evil. example"),
        ("mailto:bob", "bob"),
        ("JavaScript:alert(1)", "alert(1)"),
        ("Alice :blobcat: M", "Alice M"),
        ("*Alice* `x` <b>", "Alice x b"),
        ("~~A~~ __B__", "A B"),
        ("[Alice](x)", "Alice(x)"),
        ("Al\u200bi\u00adce\u202e", "Alice"),
        ("Z" + "\u0336" * 30, "Z\u0336\u0336"),
        (":a*b:Alice", "Alice"),
        ("_*_Alice", "Alice"),
        ("", ""),
        ("\u200b\u202e\x07", ""),
    ],
)
def test_what_a_person_reads_stays_and_what_acts_goes(name: str, tamed: str) -> None:
    assert tamed == defuse(name)


def test_a_name_from_right_to_left_leaves_the_rest_in_its_order() -> None:
    assert "\u2068ליאת כהן\u2069" == defuse("ליאת כהן")  # noqa: RUF001 (Hebrew)
    assert "\u2068علي\u2069" == defuse("\u202eعلي\u202c")
    assert "\u2068Ali علي\u2069" == defuse("Ali علي")


def test_a_long_name_is_cut_after_a_word() -> None:
    assert "Alice of the many names and…" == defuse("Alice of the many names and titles", 31)


def test_a_name_made_of_one_endless_emoji_is_no_name() -> None:
    assert "Al" == defuse("Al" + "\u200d".join("👩" * 500))


def test_a_cluster_of_16_code_points_is_the_longest() -> None:
    eight = "\u200d".join("👩" * 8) + "🏽"

    assert 16 == len(eight)
    assert eight == defuse(eight)
    assert "" == defuse("\u200d".join("👩" * 9))


@given(hostile)
@example("a:b*c:")
@example("\u0301\u0301*\u0301")
@example("#" * 200)
def test_nothing_that_acts_is_left(text: str) -> None:
    tamed = defuse(text).strip(ISOLATES)

    assert not regex.search("[@＠﹫]", tamed)
    assert not regex.search(r"[#＃﹟][\p{L}\p{N}\p{M}_]", tamed)
    assert not regex.search(r":[\w+-]{2,}:", tamed)
    assert not regex.search(r"\S[.。．｡]\p{L}|[^\s\d][.。．｡]\p{N}", tamed)
    assert not regex.search(r"://|(?i:\b(mailto|javascript|data):\S)", tamed)
    assert not regex.search(r"[*`<>\[\]\\]|~~|__", tamed)
    assert not regex.search(r"\p{M}{3}", tamed)


@given(hostile)
def test_no_control_and_no_format_character_is_left_but_joiners_of_emoji(text: str) -> None:
    tamed = defuse(text).strip(ISOLATES)
    joined = regex.sub(r"(?<=[\p{So}\p{Sk}\p{M}\p{P}\p{Emoji}])\u200d(?=\p{Emoji})", "", tamed)

    # By regex's Unicode, which is newer than Python's.
    assert not regex.search(r"\p{C}", joined)
    assert "\n" not in tamed
    tamed.encode()


@given(hostile)
@example("א" * 100)
def test_isolates_stand_around_what_runs_from_right_to_left_and_nowhere_else(text: str) -> None:
    tamed = defuse(text)
    inner = tamed.removeprefix("\u2068").removesuffix("\u2069")
    runs_left = any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in inner)

    assert (f"\u2068{inner}\u2069" if runs_left else inner) == tamed
    assert not set(inner) & set("\u2066\u2067\u2068\u2069")


@given(hostile, st.integers(1, 80))
def test_it_is_as_short_as_was_asked_for(text: str, limit: int) -> None:
    tamed = defuse(text, limit).strip(ISOLATES)

    assert limit >= graphemes.length(tamed)
    assert all(len(cluster) <= 16 for cluster in graphemes.clusters(tamed))
    assert tamed == tamed.strip()


@given(hostile, st.integers(1, 80))
@example("a #" + "b" * 80, 3)
def test_what_is_tame_stays_as_it_is(text: str, limit: int) -> None:
    tamed = defuse(text, limit)

    assert tamed == defuse(tamed, limit)


@given(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]+( [A-Za-zÀ-ÖØ-öø-ÿ]+){0,3}", fullmatch=True))
def test_ordinary_names_are_left_alone(name: str) -> None:
    assert name[:60] == defuse(name[:60].strip()).ljust(len(name[:60]))
