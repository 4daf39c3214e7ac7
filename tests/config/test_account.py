from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import NetworkName
from config.models.account import AccountName

MASTODON, BLUESKY = NetworkName.MASTODON, NetworkName.BLUESKY
EXPECTED = (
    'must be a Mastodon account such as "@me@piaille.fr", '
    'or a Bluesky handle such as "me.bsky.social".'
)


SKY = [
    *("\u202ame.bsky.social\u202c", "@\u202ame.bsky.social\u202c", "me\u200b.bsky.social\n"),
    *("\u2068@me.bsky.social\u2069", "\xa0me.bsky\xad.social ", "\ufeffme.bsky.social"),
    *("\uff4d\uff45\uff0ebsky\u3002social", "\uff20me.bsky.social", "me.bsky.social\U000e0001"),
    *("https://bsky.app/profile/me.bsky.social", "bsky.app/profile/me.bsky.social/?ref=x#top"),
    *("HTTPS://BSKY.APP/profile/ME.bsky.social", "https://deer.social/profile/@me.bsky.social"),
    *("at://me.bsky.social", "<https://bsky.app/profile/\u202ame.bsky.social\u202c>"),
]
"""One account on Bluesky, as people write and copy it."""
FAR = [
    *(
        "https://home.example/@bruno@far.example",
        "https://far.example/@bruno",
        "far.example/@Bruno",
    ),
    *(
        "https://home.example/web/@bruno@far.example/",
        "https://home.example/deck/@bruno@far.example",
    ),
    *("https://far.example/users/bruno", "acct:bruno@far.example", "acct:@bruno@far.example"),
    *(
        "\u2068@bruno@far.example\u2069",
        " @bruno@far.example\t",
        "\uff20bruno\uff20far\uff0eexample",
    ),
    *(
        "@bruno\u200d@far.example",
        "https://far.example/@bruno?lang=fr",
        "<https://far.example/@bruno>",
    ),
]
"""One account on Mastodon, in the same way."""


@pytest.mark.parametrize(
    ("written", "network", "handle", "shown"),
    [
        ("@me@piaille.fr", MASTODON, "me@piaille.fr", "@me@piaille.fr"),
        ("Me.Too_@Piaille.FR", MASTODON, "me.too_@piaille.fr", "@me.too_@piaille.fr"),
        ("@me@localhost:3000", MASTODON, "me@localhost:3000", "@me@localhost:3000"),
        ("Me.bsky.social", BLUESKY, "me.bsky.social", "me.bsky.social"),
        ("@me.bsky.social", BLUESKY, "me.bsky.social", "me.bsky.social"),
        (
            "did:plc:z72i7hdynmk6r22z27h6tvur",
            BLUESKY,
            "did:plc:z72i7hdynmk6r22z27h6tvur",
            "did:plc:z72i7hdynmk6r22z27h6tvur",
        ),
        ("did:web:alice.example", BLUESKY, "did:web:alice.example", "did:web:alice.example"),
        *((written, BLUESKY, "me.bsky.social", "me.bsky.social") for written in SKY),
        *((written, MASTODON, "bruno@far.example", "@bruno@far.example") for written in FAR),
    ],
)
def test_an_account_tells_its_network(
    written: str, network: NetworkName, handle: str, shown: str
) -> None:
    account = AccountName.parse(written)

    assert AccountName(network, handle) == account
    assert shown == str(account)


@pytest.mark.parametrize(
    "written",
    ["", "me", "@me", "@me@", "@@piaille.fr", "https://piaille.fr/@me/1234", "me@pia ille.fr",
     "https://piaille.fr/about", "https://bsky.app/profile/me", "https://piaille.fr/@me@",
     "at://me.bsky.social/app.bsky.feed.post/3m2", "me@piaille.fr, you@piaille.fr", "\u200b",
     "did:plc:short", "did:key:z6Mk", "me..social", "a." * 127 + "com"],
)  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a Mastodon account") as caught:
        AccountName.parse(written)

    assert str(caught.value) == EXPECTED


def test_a_look_alike_letter_is_not_taken_for_a_latin_one() -> None:
    with pytest.raises(ValueError, match="xn-- form"):
        AccountName.parse("@me@ma\N{KELVIN SIGN}e.example")


@given(st.from_regex(r"@?[\w.]{1,9}(@[\w.]{1,9})?", fullmatch=True))
def test_what_is_read_is_read_the_same_when_written_back(text: str) -> None:
    try:
        account = AccountName.parse(text)
    except ValueError:
        return

    assert account == AccountName.parse(str(account))
