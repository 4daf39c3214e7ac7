"""Splitting of long texts into messages."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import graphemes
from bot.text.safety.limits import Limits
from bot.text.safety.split import GAP, split

LINK = "https://village.example/@alice/115512345678901234"
ROOM = "\n\n99/99 · xxxxxxxx"
letters = st.text(st.sampled_from("abcé👩🌱 \n"), min_size=1, max_size=80).map(str.strip)
one_block = letters.filter(lambda text: text != "" and GAP not in text)
blocks_of_text = st.lists(one_block, min_size=1, max_size=6)
some_limits = st.builds(Limits, st.integers(30, 90), st.none() | st.integers(60, 200), st.just(23))


def test_what_fits_is_one_message() -> None:
    assert ["Sunday\n\nAlice\n\nBruno"] == split(["Sunday", "Alice", "Bruno"], Limits(100))


def test_to_the_last_letter() -> None:
    assert ["a" * 4 + GAP + "b" * 4] == split(["aaaa", "bbbb"], Limits(10))
    assert ["aaaa", "bbbb"] == split(["aaaa", "bbbb"], Limits(9))


def test_a_block_that_does_not_fit_any_more_goes_on_whole() -> None:
    assert ["one two three", "four five six"] == split(
        ["one two three", "four five six"], Limits(20)
    )


def test_a_block_longer_than_a_message_is_parted_at_its_lines() -> None:
    block = "first line\nsecond line\nthird line"

    assert ["first line\nsecond line", "third line"] == split([block], Limits(25))


def test_a_block_that_is_parted_still_stands_apart_from_the_one_before() -> None:
    assert ["Sunday\n\nfirst line", "second line"] == split(
        ["Sunday", "first line\nsecond line"], Limits(20)
    )


def test_a_line_longer_than_a_message_is_parted_at_its_words() -> None:
    assert ["seed libraries", "and sourdough", "bread"] == split(
        ["seed libraries and sourdough bread"], Limits(14)
    )


def test_a_word_longer_than_a_message_is_parted_between_letters() -> None:
    assert ["👩\u200d🌾👩\u200d🌾", "👩\u200d🌾"] == split(["👩\u200d🌾" * 3], Limits(2))


def test_room_is_kept_in_every_message() -> None:
    assert ["aaaa", "bbbb"] == split(["aaaa", "bbbb"], Limits(10), room="!")
    assert ["aaaa\n\nbbbb"] == split(["aaaa", "bbbb"], Limits(11), room="!")


def test_room_takes_up_bytes_too() -> None:
    assert ["aaaa\n\nbbbb"] == split(["aaaa", "bbbb"], Limits(99, bytes=12), room="·")
    assert ["aaaa", "bbbb"] == split(["aaaa", "bbbb"], Limits(99, bytes=11), room="·")


def test_a_limit_in_bytes_counts_accents_twice() -> None:
    # 4 letters of 2 bytes, a gap of 2, again 4 of 2: 18
    assert ["éééé\n\néééé"] == split(["éééé", "éééé"], Limits(99, bytes=18))
    assert ["éééé", "éééé"] == split(["éééé", "éééé"], Limits(99, bytes=17))


def test_any_link_counts_23_on_mastodon() -> None:
    assert Limits(23, url_length=23).fit(LINK)
    assert not Limits(22, url_length=23).fit(LINK)
    assert not Limits(22, url_length=23).fit("https://x.fr")
    assert not Limits(23).fit(LINK)


def test_what_ends_a_sentence_after_a_link_is_counted_by_itself() -> None:
    for end in (",", ".", ")", "”", "\u00a0»", "…", "?!"):
        text = f"({LINK}{end}"

        assert Limits(24 + len(end), url_length=23).fit(text)
        assert not Limits(23 + len(end), url_length=23).fit(text)


def test_a_link_counts_in_bytes_as_it_is() -> None:
    assert not Limits(500, bytes=len(LINK) - 1, url_length=23).fit(LINK)
    assert Limits(500, bytes=len(LINK), url_length=23).fit(LINK)


def test_a_link_is_not_parted_where_it_counts_less_than_a_message() -> None:
    assert [f"See {LINK}", f"and {LINK}"] == split([f"See {LINK} and {LINK}"], Limits(30, None, 23))


@given(blocks_of_text, some_limits)
def test_every_message_is_within_the_limits(blocks: list[str], limits: Limits) -> None:
    for message in split(blocks, limits, ROOM):
        assert graphemes.length(message + ROOM) <= limits.graphemes
        assert limits.bytes is None or len((message + ROOM).encode()) <= limits.bytes


@given(blocks_of_text, some_limits)
def test_nothing_is_lost_and_nothing_changes_places(blocks: list[str], limits: Limits) -> None:
    messages = split(blocks, limits, ROOM)

    assert "".join("".join(blocks).split()) == "".join("".join(messages).split())


@given(blocks_of_text, some_limits)
def test_a_block_that_fits_into_a_message_is_whole_in_one(
    blocks: list[str], limits: Limits
) -> None:
    messages = split(blocks, limits, ROOM)

    for block in blocks:
        if limits.fit(block + ROOM):
            assert any(block in message for message in messages)


@given(blocks_of_text, some_limits)
def test_no_message_could_have_taken_the_block_that_begins_the_next(
    blocks: list[str], limits: Limits
) -> None:
    messages = split(blocks, limits, ROOM)

    for before, after in pairwise(messages):
        if after.split(GAP)[0] in blocks:
            assert not limits.fit(before + GAP + after.split(GAP)[0] + ROOM)


def test_what_closes_is_no_message_by_itself() -> None:
    blocks = ["Sunday", "Alice\nseeds\n“Hi”", "why"]

    assert ["Sunday\n\nAlice\nseeds\n“Hi”", "why"] == split(blocks, Limits(24))
    assert ["Sunday", "Alice\nseeds\n“Hi”\n\nwhy"] == split(blocks, Limits(24), closing=1)
    assert ["Alice\nseeds", "“Hi”\n\nwhy"] == split(blocks[1:], Limits(18), closing=1)
    assert ["Alice seeds and bread", "why"] == split(
        ["Alice seeds and bread", "why"], Limits(22), closing=1
    )


@given(blocks_of_text, some_limits, st.integers(0, 3))
def test_nothing_is_lost_with_closing_blocks(
    blocks: list[str], limits: Limits, closing: int
) -> None:
    messages = split(blocks, limits, ROOM, closing=min(closing, len(blocks)))

    assert "".join("".join(blocks).split()) == "".join("".join(messages).split())
    assert len(messages) == len(split(blocks, limits, ROOM))
    assert all(limits.fit(message + ROOM) for message in messages)
