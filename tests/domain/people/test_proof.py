from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import Account, AccountKey, Flag, NetworkName
from bot.domain.people.join import Proof
from bot.domain.people.proof import matches
from tests.builders import account, key

ALICE_THERE = AccountKey(NetworkName.BLUESKY, "did:plc:alice")
HERE = "alice@village.example"
THERE = "alice.example"


def here(name: str = HERE, **says: Any) -> Account:  # noqa: ANN401 (what a profile says)
    user, _, host = name.partition("@")
    known = account(AccountKey(NetworkName.MASTODON, name), bio="", display_name="Alice Martin")
    return replace(known, **{"url": f"https://{host}/@{user}", **says})


def there(handle: str = THERE, did: str = ALICE_THERE.id, **says: Any) -> Account:  # noqa: ANN401
    known = account(AccountKey(NetworkName.BLUESKY, did), bio="", display_name="Alice")
    says = {"handle": handle, "url": f"https://bsky.app/profile/{handle}", **says}
    return replace(known, **says)


def proofs(*accounts: Account) -> list[Proof]:
    return [match.proof for match in matches(accounts, {known.key for known in accounts})]


@pytest.mark.parametrize(
    "says",
    [
        {"fields": (("Bluesky", f"https://bsky.app/profile/{THERE}"),)},
        {"fields": (("Bsky", f"@{THERE}"),)},
        {"fields": (("🦋", THERE),)},
        {"fields": (("Web", f"https://{THERE}/"),)},
        {"fields": (("Bluesky", f"bsky.app/profile/{ALICE_THERE.id}"),)},
        {"bio": f"Also on Bluesky: @{THERE}"},
        {"bio": f"Seeds and bread, with my neighbours. bsky:{THERE}"},
        {"bio": f"Seeds.\nhttps://bsky.app/profile/{THERE}?ref=x".removesuffix("?ref=x")},
        {"bio": f"Librarian, gardener and rower; you will find me as {THERE.upper()} elsewhere"},
        {"bio": "Bluesky", "links": (f"https://bsky.app/profile/{THERE}",)},
    ],
)
@pytest.mark.parametrize(
    "answers",
    [
        {"bio": f"@{HERE}"},
        {"bio": f"Bread.\nMastodon: {HERE}"},
        {"bio": "https://village.example/@alice"},
        {"bio": "village.example/@alice · seeds"},
        {"bio": f"https://home.example/@{HERE}"},
        {"bio": "Me", "links": ("https://village.example/users/alice",)},
    ],
)
def test_two_profiles_that_link_to_each_other_are_one_persons(
    says: dict[str, Any], answers: dict[str, Any]
) -> None:
    assert [Proof.LINKS] == proofs(here(**says), there(**answers))


@pytest.mark.parametrize(
    "bio",
    [
        "@аlice@village.example",  # a Cyrillic letter
        "@alice@village.example.evil.example",
        "@alice@evil-village.example",
        "@alice@village.exampleх",  # a Cyrillic letter
        "@malice@village.example",
        "@alice@village.example@evil.example",
        "https://village.example.evil.example/@alice",
        "https://village.example@evil.example/@alice",
        "https://evil.example/?to=https://village.example/@alice",
        "https://village.example/@alice/1155",
        "village.example",
    ],
)
def test_what_looks_alike_is_no_link(bio: str) -> None:
    said = here(bio=f"Bluesky: {THERE}")

    assert [Proof.ONE_WAY] == proofs(said, there(bio=bio))


@pytest.mark.parametrize(
    "field",
    [
        "https://bsky.app.evil.example/profile/alice.example",
        "https://evil.example/profile/alice.example",
        "https://alice.example/blog",
        "https://alice.example.evil.example",
        "alice.example.com",
        "www.alice.example",
        "not-alice.example",
        "аlice.example",  # a Cyrillic letter
        "hello@alice.example",
    ],
)
def test_another_host_or_page_is_no_link(field: str) -> None:
    assert [Proof.ONE_WAY] == proofs(here(fields=(("Web", field),)), there(bio=f"@{HERE}"))


@pytest.mark.parametrize(
    ("says", "answers"),
    [
        (f"Married to @{THERE}", f"Partner of @{HERE}"),
        (f"💍 {THERE}", f"@{HERE}"),
        (f"{THERE}", f"Podcast with @{HERE}"),
        (f"Femme de {THERE}", f"@{HERE}"),
    ],
)
def test_a_link_to_somebody_close_is_asked_about(says: str, answers: str) -> None:
    assert [Proof.UNSURE_LINKS] == proofs(here(bio=says), there(bio=answers))


def test_a_mention_in_passing_among_strangers_is_asked_about() -> None:
    said = here(bio="Seeds and bread and books, and I read all that mallory.example writes")
    mallory = there("mallory.example", display_name="Mallory", bio=f"@{HERE}")

    assert [Proof.UNSURE_LINKS] == proofs(said, mallory)


def test_two_accounts_on_one_network_are_asked_about() -> None:
    second = here("alice@other.example", bio=f"@{HERE}")

    assert [Proof.UNSURE_LINKS] == proofs(here(bio="@alice@other.example"), second)


@pytest.mark.parametrize("link", ["https://alice.example", "https://alice.example/"])
def test_a_verified_link_to_the_domain_that_is_the_handle_is_proof(link: str) -> None:
    assert [Proof.DOMAIN] == proofs(here(verified=(link,)), there())


@pytest.mark.parametrize(
    "link",
    [
        "https://alice.example/about",
        "https://www.alice.example/",
        "https://alice.example:8443/",
        "https://alice.example@evil.example/",
        "https://evil@alice.example/",
        "https://alice.example/?x",
        "https://alice.example.evil.example/",
        "https://example/",
        "https://[alice.example/",
        "ftp://alice.example/",
        "alice.example",
        "",
    ],
)
def test_any_other_verified_link_is_no_proof(link: str) -> None:
    assert [] == proofs(here(verified=(link,)), there())


def test_an_unverified_link_to_the_domain_is_a_hint() -> None:
    assert [Proof.ONE_WAY] == proofs(here(fields=(("Web", "https://alice.example"),)), there())


@pytest.mark.parametrize("handle", ["handle.invalid", "", "did:plc:alice"])
def test_a_handle_that_leads_nowhere_proves_nothing(handle: str) -> None:
    said = here(verified=(f"https://{handle}",), fields=(("b", handle),))

    assert Proof.DOMAIN not in proofs(said, there(handle, bio=f"@{HERE}"))


def test_a_server_cannot_give_the_address_of_somebody_elses_page() -> None:
    mallory = here(
        "mallory@evil.example", url="https://village.example/@alice", bio=f"Bluesky: {THERE}"
    )

    found = proofs(mallory, there(bio="https://village.example/@alice"))

    assert [Proof.ONE_WAY] == found


COPY = here("alice.example@bsky.brid.gy", uri="https://bsky.brid.gy/ap/did:plc:alice")
"""The copy of Alice's account on Bluesky, on the fediverse."""


@pytest.mark.parametrize(
    "accounts",
    [
        (COPY, there()),
        (COPY, there("renamed.example")),
        (replace(COPY, uri=None), there()),
        (here("alice.example@web.brid.gy"), there()),
        (here(), there("alice.village.example.ap.brid.gy")),
        (here("a_b@village.example"), there(
            "a-b.village.example.ap.brid.gy",
            bio="I am a_b\n\n🌉 bridged from ⁂ https://village.example/@a_b, follow @ap.brid.gy",
        )),
        (here("alice.example@web.brid.gy"), there("alice.example.web.brid.gy")),
    ],
)  # fmt: skip
def test_a_copy_of_the_bridge_is_the_same_person(accounts: tuple[Account, ...]) -> None:
    assert [Proof.BRIDGE] == proofs(*accounts)


@pytest.mark.parametrize(
    "accounts",
    [
        (here("alice.example@bsky.brid.gy.evil.example"), there()),
        (here("alice.example@bsky-brid.gy"), there()),
        (here("alice.example@xn--bsky-brd-q9a.gy"), there()),
        (here("alice.example@brid.gy"), there()),
        (here("alice.example@fed.brid.gy"), there()),
        (here("other.example@bsky.brid.gy"), there()),
        (replace(COPY, uri="https://bsky.brid.gy/ap/did:plc:mallory"), there()),
        (here(uri="https://bsky.brid.gy/ap/did:plc:alice"), there()),
        (here(), there("alice.village.example.ap-brid.gy")),
        (here(), there("alice.village.example.ap.brid.gy.evil.example")),
        (here("a_b@village.example"), there("a-b.village.example.ap.brid.gy")),
        (here(), there(
            "alice.village.example.ap.brid.gy",
            bio="bridged from https://village.example/@alice\n\n"
            "🌉 bridged from ⁂ https://example/@alice.village, follow",
        )),
        (replace(COPY, uri=None), there(), there(did="did:plc:later")),
    ],
)  # fmt: skip
def test_no_other_account_is_a_copy(accounts: tuple[Account, ...]) -> None:
    assert Proof.BRIDGE not in proofs(*accounts)


def test_the_same_name_and_bio_are_a_hint() -> None:
    bio = "Seeds, bread, bicycles, and a garden by the river."

    assert [Proof.SAME_PROFILE] == proofs(
        here(bio=bio), there(display_name="Alice Martin", bio=bio)
    )
    assert [] == proofs(here(bio=bio), there(display_name="Аlice Martin", bio=bio))
    assert [] == proofs(here(bio="Seeds"), there(display_name="Alice Martin", bio="Seeds"))


@pytest.mark.parametrize("flag", [Flag.SUSPENDED, Flag.MOVED, Flag.MEMORIAL, Flag.UNDESCRIBED])
def test_a_profile_that_is_closed_or_unread_proves_nothing(flag: Flag) -> None:
    said = here(bio=f"Bluesky: {THERE}", verified=("https://alice.example",))

    assert [] == proofs(replace(said, flags=frozenset({flag})), there(bio=f"@{HERE}"))


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_of_one_profile_joins_another(bio: str, field: str, link: str) -> None:
    """Whatever the one says: without a word of the other's it is a hint at most."""
    said = here(
        bio=f"{bio} {THERE}", fields=((field, f"https://bsky.app/profile/{THERE}"),), links=(link,)
    )

    assert not any(proof.is_proof for proof in proofs(said, there(bio="Bread and seeds")))


def test_links_are_looked_for_in_profiles_of_those_alone_who_talk_with_the_owner() -> None:
    stranger = there("mallory.example", "did:plc:mallory", bio=f"@{HERE}")

    assert [] == matches([here(), stranger], {key("alice")})
