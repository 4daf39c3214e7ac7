"""The quick way from HTML to text, held against the parser."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.mastodon.read.markup import awaits_approval, parsed_words, plain, simple_words

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


NOTE: Final = '<hr><p><i lang="en">\u2139\ufe0f Note from gts.example: {said}</i></p>'
PENDING: Final = (
    "This reply is pending your approval. You can quickly accept it by liking, boosting or "
    'replying to it. You can also accept or reject it at the following link: <a href="https://gts.example/'
    'settings/user/interaction_requests/01JJ">https://gts.example/settings</a>.'
)


@pytest.mark.parametrize(
    ("said", "waits"),
    [(PENDING, True), ("2 attachments in this status were not downloaded.", False)],
)
def test_what_the_server_adds_is_not_the_text(said: str, *, waits: bool) -> None:
    text = f"<p>I do, and you?</p>{NOTE.format(said=said)}"

    assert "I do, and you?" == plain(text)
    assert waits is awaits_approval(text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Note from mum: call me</p>",
        "<p>Look</p><p><i>Note from</i> mum: hi</p>",
        "Note from x: y",
    ],
)
def test_a_note_of_a_person_is_their_text(text: str) -> None:
    assert "Note from" in plain(text)
    assert not awaits_approval(text)
