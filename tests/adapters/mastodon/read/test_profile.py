"""What a profile links to, as Mastodon and its kin mark it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adapters.mastodon.client.server import USUAL_LIMITS, Server
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.read.profile import MOST_LINKS, describe
from bot.domain.people.identity import Account, AccountKey, NetworkName
from bot.domain.people.join import Proof
from bot.domain.people.proof import matches

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVER = Server("https://mastodon.example", "mastodon.example", "mastodon", USUAL_LIMITS)
SITE = (
    '<a href="https://alice.example" target="_blank" rel="nofollow noopener me" translate="no">'
    '<span class="invisible">https://</span><span class="">alice.example</span>'
    '<span class="invisible"></span></a>'
)
MENTION = (
    '<p>Also <span class="h-card" translate="no"><a href="https://bsky.brid.gy/r/https://bsky.app/'
    'profile/alice.example" class="u-url mention">@<span>alice.example</span></a></span></p>'
)


def described(acct: str = "alice", **says: Any) -> Account:  # noqa: ANN401 (what a server sends)
    name = acct if "@" in acct else f"{acct}@mastodon.example"
    entity = Entity(id="1", acct=acct, display_name="Alice", **says)
    return describe(entity, AccountKey(NetworkName.MASTODON, name), SERVER)


def line(value: str, verified_at: object = "2026-10-01T10:00:00.000+00:00") -> Mapping[str, object]:
    return {"name": "Web", "value": value, "verified_at": verified_at}


@pytest.mark.parametrize(
    ("field", "verified"),
    [
        (line(SITE), ("https://alice.example",)),
        (line(SITE, None), ()),
        (line(SITE, ""), ()),
        (line(SITE, 0), ()),
        ({"name": "Web", "value": SITE}, ()),
        (line("https://alice.example/"), ("https://alice.example/",)),
        (line(SITE.replace('">alice.example', '">mallory.example')), ()),
        (line(SITE.replace('href="https://alice', 'href="https://mallory')), ()),
        (line(f"{SITE} and {SITE}"), ()),
        (line(f"my friend's {SITE}"), ()),
        (line(""), ()),
    ],
)
def test_a_verified_line_is_what_it_shows(
    field: Mapping[str, object], verified: tuple[str, ...]
) -> None:
    assert verified == described(fields=[field]).verified


def test_links_of_bio_and_fields_are_kept_and_so_is_the_id() -> None:
    found = described(note=MENTION, fields=[line(SITE)], uri="https://mastodon.example/users/alice")

    assert (
        "https://bsky.brid.gy/r/https://bsky.app/profile/alice.example",
        "https://alice.example",
    ) == found.links
    assert "https://mastodon.example/users/alice" == found.uri


@pytest.mark.parametrize("odd", [7, [], {}, None, "", {"name": None, "value": ["x"]}])
def test_odd_fields_and_ids_cost_themselves_only(odd: Any) -> None:  # noqa: ANN401
    found = described(fields=[odd, line(SITE)], uri=odd, note=odd)

    assert ("https://alice.example",) == found.verified
    assert found.uri in {None, ""}


def test_a_profile_of_links_keeps_so_many() -> None:
    note = "".join(f'<a href="https://x{number}.example">x</a>' for number in range(99))

    assert MOST_LINKS == len(described(note=note).links)


def test_a_real_copy_of_the_bridge_is_proven_by_its_id() -> None:
    copy = described(
        "alice.example@bsky.brid.gy",
        uri="https://bsky.brid.gy/ap/did:plc:abcdefghijklmnopqrstuvwx",
        url="https://bsky.brid.gy/r/https://bsky.app/profile/alice.example",
    )
    key = AccountKey(NetworkName.BLUESKY, "did:plc:abcdefghijklmnopqrstuvwx")
    original = Account(key, "alice.example")

    [match] = matches([copy, original], {key})

    assert Proof.BRIDGE is match.proof


def test_a_verified_domain_that_is_a_handle_is_proof() -> None:
    key = AccountKey(NetworkName.BLUESKY, "did:plc:abcdefghijklmnopqrstuvwx")

    [match] = matches([described(fields=[line(SITE)]), Account(key, "alice.example")], {key})

    assert Proof.DOMAIN is match.proof
