from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.address import addresses
from bot.domain.safety.cleaning import visible


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("@Alice@Village.example", "alice@village.example"),
        ("https://bsky.app/profile/Alice.bsky.example", "alice.bsky.example"),
        ("bsky.app/profile/did:plc:abc234", "did:plc:abc234"),
        ("https://bsky.app/profile/alice.example?x=1", "alice.example"),
        ("https://home.example/@alice@village.example", "alice@village.example"),
        ("https://village.example/@alice", "alice@village.example"),
        ("https://village.example:3000/users/alice/", "alice@village.example:3000"),
    ],
)
def test_an_account_is_named_by_its_handle_or_by_a_page(said: str, name: str) -> None:
    assert name == addresses(said)[-1]


@pytest.mark.parametrize(
    "said", ["https://village.example/@alice/115", "https://bsky.app/profile/a.example/post/3k"]
)
def test_a_post_is_not_an_account(said: str) -> None:
    assert (said,) == addresses(said)


@given(st.text())
def test_any_text_is_taken(said: str) -> None:
    assert visible(said) == visible(visible(said))
    assert addresses(said)[0] == addresses(visible(said))[0]
