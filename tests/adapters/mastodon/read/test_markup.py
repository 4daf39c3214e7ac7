"""The quick way from HTML to text, held against the parser."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.mastodon.read.markup import parsed_words, plain, simple_words

TAGS: Final = [
    "<p>",
    "</p>",
    "</p><p>",
    "<br>",
    "<br />",
    "<br/>",
    '<a href="https://x.example/?a=1&amp;b" class="u-url mention">',
    "</a>",
    '<span class="invisible">',
    "<span>",
    "</span>",
    '<p class="quote-inline">',
    '<p class="quote-inline">RE: <a href="https://x.example">it</a></p>',
    "<b>",
    "<li>",
    "<p ",
]
WORDS: Final = ["&amp;", "&lt;", "&#39;", "&nbsp;", "&copy;", "&am", "p;", "&", "<", ">", '"', "\n"]
html = st.lists(st.sampled_from(TAGS + WORDS) | st.text(max_size=3), max_size=9).map("".join)


@given(html | html.map("<p>{}</p>".format))
@example("<p>&am</span>p;</p>")
@example("<p>one</p><p></p><p></p><p>two</p>")
def test_the_quick_way_says_what_the_parser_says(text: str) -> None:
    quick = simple_words(text)

    assert quick in {None, parsed_words(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<p><span class="h-card"><a href="x">@<span>zoe</span></a></span> Hi!</p>', "@zoe Hi!"),
        ("<p>One.<br />Two &amp; three.</p><p>Four.</p>", "One.\nTwo & three.\n\nFour."),
        ('<a href="x"><span class="invisible">https://</span>x.example</a>', "https://x.example"),
        ('<p class="quote-inline">RE: <a href="x">x</a></p><p>This one.</p>', "This one."),
    ],
)
def test_what_most_statuses_are_goes_the_quick_way(text: str, words: str) -> None:
    assert words == simple_words(text) == plain(text)
