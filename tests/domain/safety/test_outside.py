"""Hidden characters, control sequences and secrets are removed."""

from __future__ import annotations

import json
import sys
import unicodedata
from base64 import b64encode
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import Account, AccountKey, NetworkName
from bot.domain.safety.known_secrets import CUT, LONG, MOST
from bot.domain.safety.outside import UNSAID, is_kept, keep_secret, kept, redacted, safe, safe_value
from bot.domain.talk.interaction import cleaned
from bot.errors import ImpossibleError, NetworkError, TemplateError, UserError
from tests.builders import interaction

MASTODON = "abcDEFghiJKLmnoPQRstuVWXyz0123456789-_abcde"
GOTOSOCIAL = "ZDJMMJHKMWITNMM0YI0ZYJQ0LWEWZTQTMDZHOTQ2ZWIYOTG0"
SNAC = "0123456789abcdef0123456789abcdef"
APP_PASSWORD = "abcd-efgh-ijkl-mnop"  # noqa: S105 (it opens nothing)
JWT = "eyJhbGciOiJFUzI1NksifQ.eyJzY29wZSI6ImFjY2VzcyJ9.c2lnbmF0dXJl"
SECRETS = [MASTODON, GOTOSOCIAL, SNAC, APP_PASSWORD, JWT]

ORDERS = [
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\link",
    "\x1bPq\x1b\\",
    "\x9b31m", "\x9d0;title\x9c", "\x07", "\x08\x08", "\r", "\x00", "\x7f", "\x85",
]  # fmt: skip
DIRECTIONS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x61C, 0x200E)]
HOSTILE = [*ORDERS, *DIRECTIONS, "\u200b", "\u2060", "\ufeff", "\u2028", "\ud800", "\U000e0041"]


def is_seen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in {"Cc", "Cs", "Zl", "Zp"} and (
        unicodedata.bidirectional(letter)
        not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    )


hostile_text = st.text(st.one_of(st.characters(), st.sampled_from("".join(HOSTILE))))


@given(hostile_text)
def test_nothing_passes_but_what_is_seen(text: str) -> None:
    assert all(is_seen(letter) for letter in safe(text))
    assert all(is_seen(letter) or letter in "\n\t" for letter in safe(text, lines=True))
    assert all(is_seen(letter) for letter in kept(text))


def test_what_is_printable_is_left_as_it_is() -> None:
    printable = " ".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))

    assert printable == safe(printable)  # which looks at each letter, as `kept` does not


@given(st.lists(hostile_text | st.sampled_from(["tea", "of-this-", "process", "\n", "a\nb"])))
def test_texts_that_are_kept_as_they_are_are_known_at_one_look(texts: list[str]) -> None:
    keep_secret("of-this-process")
    keep_secret("tea")

    for lines in (True, False):
        untouched = all(text == kept(text, lines=lines) for text in texts)
        assert untouched == is_kept(texts, lines=lines)


@given(hostile_text)
def test_what_has_passed_passes_unchanged(text: str) -> None:
    assert safe(safe(text)) == safe(text)
    assert kept(kept(text, lines=True), lines=True) == kept(text, lines=True)


@pytest.mark.parametrize(
    "text",
    [
        "Élodie a aimé « ton » fil… 🥐", "👨‍👩‍👧 🏳️‍🌈 ☀️", "می‌خواهم", "ליאת כהן", "क्‍ष",
        "https://village.example/@solene/117643347889553871 was read back to 2025-11-26",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3l6oveex3ii2l",
        "The bearer token is invalid", "basic training on Sunday", "error code=400; try again",
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz", "12345678-abcd-1234-abcd-1234567890ab",
        "https://x.example/some-blog-post-slug/", "=" * 43, "state.example/token",
    ],
)  # fmt: skip
def test_ordinary_text_passes_as_it_is(text: str) -> None:
    assert text == safe(text) == kept(text)


def test_orders_are_taken_out_whole() -> None:
    assert "red, link" == safe(
        "\x1b[1;31mred\x1b[0m, \x1b]8;;https://evil.example\x07link\x1b]8;;\x07"
    )


def test_lines_are_kept_where_they_are_shown_as_such() -> None:
    assert "a\n\tb\nc" == safe("a\n\tb\r\nc", lines=True)
    assert "a  b c" == safe("a\n\tb\u2028c")


def test_well_formed_isolates_pass_where_they_are_ours() -> None:
    name = "\u2068علي\u2069"

    assert f"x {name} y z" == safe(f"x {name} y\u2069 \u2068z\u202e", isolates=True)
    assert "علي" == safe(name)


@pytest.mark.parametrize("token", SECRETS)
@pytest.mark.parametrize(
    "said",
    [
        "{}", "the token {} is not valid", "Bearer {}", "bearer%20{}", "token={}.", "({})",
        'GET /x?access_token={}&b="1"', '{{"access_token": "{}"}}', "\x1b[31m{}\x1b[0m", "\x9b{}",
        "{}\x00", "\u202e{}\u202c", "https://me:{}@cal.example/",
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_taken_out(token: str, said: str) -> None:
    assert token not in safe(said.format(token))
    assert UNSAID in safe(said.format(token))


def test_the_header_of_basic_authentication_is_taken_out() -> None:
    header = b64encode(b"me:pa55word").decode()

    assert f"Basic {UNSAID} is wrong" == safe(f"Basic {header} is wrong")


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=8, max_size=60)
)
def test_a_secret_of_this_process_is_taken_out_however_it_is_spelt(secret: str) -> None:
    keep_secret(secret)

    for spelt in (
        secret, quote(secret), quote(secret, safe=""), quote_plus(secret), escape(secret),
        json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1],
    ):  # fmt: skip
        assert spelt not in redacted(f"> {spelt} <").replace(UNSAID, "")
        assert spelt not in kept(f"> {spelt} <").replace(UNSAID, "")


def test_a_secret_that_was_cut_or_parted_is_taken_out() -> None:
    keep_secret("correct horse battery staple")

    assert f"{UNSAID}…" == safe("correct horse ba…")
    assert f"{UNSAID}!" == safe("correct\x1b[0m horse\u200b battery staple!")
    assert CUT < LONG


def test_a_short_secret_is_taken_out_as_a_whole_word_only() -> None:
    keep_secret("tea")

    assert f"{UNSAID}, a steamer and {UNSAID}." == kept("tea, a steamer and tea.")


def test_of_a_secret_address_the_telling_parts_are_secrets() -> None:
    keep_secret("https://me:hunter2hunter2@cal.example/ical/private-0123456789abcdef/basic.ics?k=v")

    said = kept("cal.example answers /ical/private-0123456789abcdef/basic.ics?k=v with 404")
    assert f"cal.example answers {UNSAID} with 404" == said
    assert f"x {UNSAID} y" == kept("x private-0123456789abcdef y")
    assert f"x {UNSAID} y" == kept("x hunter2hunter2 y")
    assert "https://cal.example/ical/basic.ics" == kept("https://cal.example/ical/basic.ics")


def test_the_secrets_that_are_held_are_bounded_and_the_latest_stay() -> None:
    secrets = [f"secret-number-{number:09}" for number in range(MOST + 5)]
    for secret in secrets:
        keep_secret(secret)
    keep_secret(secrets[10])

    assert UNSAID == kept(secrets[-1])
    assert UNSAID == kept(secrets[10])


def test_all_texts_of_a_value_are_cleaned() -> None:
    value = {"a\x1b": ["\x07b", ("c\u202e",), {"d": "Bearer abcdefgh"}], "n": 1, "none": None}

    assert {"a": ["b", ["c"], {"d": f"Bearer {UNSAID}"}], "n": 1, "none": None} == safe_value(value)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_errors_say_nothing_uncleaned(hostile: str) -> None:
    keep_secret(MASTODON)
    said = f"x {hostile}{MASTODON}"

    template = TemplateError(said, 1, "no: {why}", why=said)
    impossible = ImpossibleError("no: {why}", why=said)

    for text in (
        str(NetworkError(said)), str(UserError(said)), str(template), template.file,
        str(template.problem.values["why"]), str(impossible), str(impossible.said.values["why"]),
    ):  # fmt: skip
        assert MASTODON not in text
        assert all(is_seen(letter) or letter == "\n" for letter in text), ascii(text)
    assert "\n" not in str(NetworkError("a\nb"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_stored_of_a_stranger_is_cleaned(hostile: str) -> None:
    keep_secret("of-this-process")
    said = f"Zo\u00e9{hostile}of-this-process"

    stranger = Account(
        AccountKey(NetworkName.MASTODON, "zoe@b.example"), said, said, url=said, bio=said,
        fields=((said, said),), language=said, local_ids={"b.example": said},
    )  # fmt: skip
    talk = cleaned(interaction(uri=said, root=said, subject=said, text=said, url=said))

    (field,) = stranger.fields
    texts = [
        stranger.handle, stranger.display_name, stranger.url, stranger.bio, *field,
        stranger.language, *stranger.local_ids.values(), talk.object_uri, talk.root_uri,
        talk.subject_uri, talk.text, talk.url,
    ]  # fmt: skip
    for text in texts:
        assert text is not None
        assert "Zo\u00e9" in text
        assert "of-this-process" not in text
        assert all(is_seen(letter) or letter == "\n" for letter in text), ascii(text)


@given(hostile_text, st.integers(0, 10))
def test_each_text_of_an_account_is_cleaned_even_if_no_other_need_be(text: str, place: int) -> None:
    said = ["x"] * 11
    said[place] = text

    handle, name, url, bio, line, value, language, local_id, uri, link, verified = said
    stranger = Account(
        AccountKey(NetworkName.MASTODON, "zoe@b.example"), handle, name, url, bio,
        (("x", "x"), (line, value)), language=language, local_ids={"b.example": local_id},
        uri=uri, links=("x", link), verified=("x", verified),
    )  # fmt: skip

    found = [
        stranger.handle, stranger.display_name, stranger.url, stranger.bio, *stranger.fields[1],
        stranger.language, stranger.local_ids["b.example"], stranger.uri, stranger.links[1],
        stranger.verified[1],
    ]  # fmt: skip
    with_lines = {3, 5}
    assert found == [kept(part, lines=number in with_lines) for number, part in enumerate(said)]
