from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from adapters.bluesky.read.profiles import account
from adapters.bluesky.wire.accounts import Profile
from tests.builders import NOON

if TYPE_CHECKING:
    from bot.domain.people.identity import Account


def described(**says: Any) -> Account:  # noqa: ANN401 (what a server sends)
    profile = msgspec.convert({"did": "did:plc:alice", "handle": "alice.example", **says}, Profile)
    return account(profile, "https://pds.example", NOON)


@pytest.mark.parametrize(
    ("website", "links"),
    [
        ("https://village.example/@alice", ("https://village.example/@alice",)),
        ("", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_the_website_of_a_profile_is_a_link(website: object, links: tuple[str, ...]) -> None:
    assert links == described(website=website).links
