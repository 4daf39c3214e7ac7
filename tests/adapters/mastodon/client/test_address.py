"""Whom a server calls what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mastodon.client.address import key_of
from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.safety.outside import keep_secret

DOMAIN = "mastodon.example"


@pytest.mark.parametrize(
    ("acct", "address"),
    [
        ("anouk", "anouk@mastodon.example"),
        ("anouk@other.example", "anouk@other.example"),
        ("@Anouk@Other.Example ", "anouk@other.example"),
        ("anouk@bücher.example", "anouk@xn--bcher-kva.example"),
        ("anouk@127.0.0.1:8080", "anouk@127.0.0.1:8080"),
        ("café@other.example", "café@other.example"),
    ],
)
def test_an_account_has_one_address(acct: str, address: str) -> None:
    assert AccountKey(NetworkName.MASTODON, address) == key_of(acct, DOMAIN)


@given(st.from_regex(r"[a-z0-9_.-]{1,300}@[a-z0-9.-]{1,300}", fullmatch=True))
def test_letters_of_any_size_are_one_address(acct: str) -> None:
    if len(acct) > 500:
        for written in (acct, acct.upper()):
            with pytest.raises(ValueError, match="not an account address"):
                key_of(written, DOMAIN)
    else:
        assert AccountKey(NetworkName.MASTODON, acct) == key_of(acct, DOMAIN)
        assert key_of(acct, DOMAIN) == key_of(acct.upper(), DOMAIN)


@pytest.mark.parametrize("acct", ["", "@", "a@b@c", "a b@c", "a@b/c", "a?@b", "a@b\nc"])
def test_what_is_no_address_is_none(acct: str) -> None:
    with pytest.raises(ValueError, match="not an account address"):
        key_of(acct, DOMAIN)


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u200b", "\x1b", "\x00", "\u2066", "\x9b", "token-1-token"]
)
def test_what_hides_something_is_no_address(hidden: str) -> None:
    keep_secret("token-1-token")

    with pytest.raises(ValueError, match="not an account address"):
        key_of(f"zoe{hidden}@b.example", "a.example")
