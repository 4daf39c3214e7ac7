"""Escaping of links from others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.safety.links import shown


@pytest.mark.parametrize(
    "url",
    [
        "https://village.example/@alice",
        "https://village.example/@alice/115",
        "https://bsky.app/profile/did:plc:alice/post/3k",
        "http://127.0.0.1:3000/@alice",
        "https://village.example",
        "https://village.example/?p=1&q=a%20b#c",
    ],
)
def test_an_ordinary_link_is_shown_as_it_is(url: str) -> None:
    assert url == shown(url)


@pytest.mark.parametrize(
    "url",
    ["", "alice", "javascript:alert(1)", "ftp://x.example/", "https://",
     "https:///@a", "//x.example",
     "https://x.example/ @bob@evil.example", "https://x.example/\n@bob", "https://évil.example/",
     "https://me@x.example/"],
)  # fmt: skip
def test_what_is_no_plain_link_is_not_shown(url: str) -> None:
    assert "" == shown(url)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.example/-@bob@evil.example", "https://x.example/-%40bob%40evil.example"),
        ("https://x.example/@a,@bob", "https://x.example/@a,%40bob"),
        ("https://x.example/[a](b)", "https://x.example/%5Ba%5D%28b%29"),
        ("https://x.example/\ud800", "https://x.example/%3F"),
        ("https://x.example/été", "https://x.example/%C3%A9t%C3%A9"),
        ("https://x.example/\u202egpj", "https://x.example/%E2%80%AEgpj"),
    ],
)
def test_a_hostile_link_mentions_and_marks_up_nothing(url: str, link: str) -> None:
    assert link == shown(url)


@given(st.text(max_size=30))
def test_no_mention_is_left_in_any_link(path: str) -> None:
    link = shown(f"https://x.example/{path}")

    # Mastodon's MENTION_RE: an @ after anything but a letter, "=" or "/".
    assert not re.search(r"(?<![=/\w])@\w", link)
    assert link == shown(link)
    assert link.isascii()
