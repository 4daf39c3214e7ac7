"""Accounts, and the people behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.people.identity import (
    AccountKey,
    Flag,
    Move,
    NetworkName,
    Relationship,
    Standing,
    described_again,
    in_use_first,
    person_id,
)
from tests.builders import ALICE, BRUNO, account, key, person


def test_a_person_s_id_depends_on_the_first_account_alone() -> None:
    assert person_id(ALICE) == person_id(AccountKey(ALICE.network, ALICE.id))
    assert person_id(ALICE) != person_id(BRUNO)


def test_a_person_s_id_is_the_same_in_every_release() -> None:
    # Stores keep it: another value would be another person.
    assert "pdnbtzlh3it2r" == person_id(ALICE)


def test_one_name_on_two_networks_is_two_accounts() -> None:
    assert person_id(ALICE) != person_id(key("alice", NetworkName.BLUESKY))


@pytest.mark.parametrize("display_name", ["", "   "])
def test_an_account_without_a_name_goes_by_its_handle(display_name: str) -> None:
    assert "alice@village.example" == account(display_name=display_name).name


def test_a_name_is_what_stands_between_the_spaces() -> None:
    assert "Alice Martin" == account(display_name=" Alice Martin\n").name


def test_a_person_has_the_name_of_the_first_account_and_the_keys_of_all() -> None:
    elsewhere = account(key("alice", NetworkName.BLUESKY), display_name="alice!")
    both = person(account(), elsewhere)

    assert "Alice Martin" == both.name
    assert {ALICE, elsewhere.key} == both.keys


def test_a_new_description_keeps_the_ids_that_other_servers_gave() -> None:
    stored = account(display_name="Alice", local_ids={"one.example": "11", "two.example": "22"})
    seen = account(display_name="Alice Martin", local_ids={"two.example": "23"})

    again = described_again(stored, seen)

    assert "Alice Martin" == again.display_name
    assert {"one.example": "11", "two.example": "23"} == again.local_ids


@pytest.mark.parametrize(
    ("following", "followed_by", "mutual"),
    [
        (True, True, True),
        (True, False, False),
        (False, True, False),
        (True, None, False),
        (None, True, False),
        (None, None, False),
    ],
)
def test_a_follow_that_the_server_does_not_tell_is_not_mutual(
    following: bool | None,  # noqa: FBT001 (a table of cases)
    followed_by: bool | None,  # noqa: FBT001
    mutual: bool,  # noqa: FBT001
) -> None:
    assert mutual == Relationship(following=following, followed_by=followed_by).mutual


def test_words_stay_as_they_are_once_stored() -> None:
    assert "mastodon bluesky" == " ".join(NetworkName)
    assert "new known snoozed never met" == " ".join(Standing)
    flags = "undiscoverable noindex no-unauthenticated suspended memorial moved undescribed"
    assert f"{flags} blocks-owner under-18" == " ".join(Flag)


A, B, C = key("a"), key("b"), key("c")


@pytest.mark.parametrize(
    ("moves", "of_a"),
    [
        ({}, A),
        ({A: Move(B, shown=True)}, B),
        ({A: Move(B, shown=False)}, None),
        ({A: None}, None),
        ({A: Move(B, shown=True), B: Move(C, shown=True)}, C),
        ({A: Move(B, shown=True), B: Move(C, shown=False)}, None),
        ({A: Move(B, shown=True), B: Move(A, shown=True)}, None),
        ({A: Move(key("nobody"), shown=True)}, None),
    ],
)
def test_where_somebody_is_now_is_as_far_as_it_was_shown(
    moves: dict[AccountKey, Move | None], of_a: AccountKey | None
) -> None:
    accounts = [
        replace(
            account(stored, flags=frozenset({Flag.MOVED} if stored in moves else ())),
            move=moves.get(stored),
        )
        for stored in (A, B, C)
    ]

    found = person(*accounts).now_at(A)

    assert of_a == (found.key if found else None)
    assert person(*accounts).now_at(key("nobody")) is None


def test_nobody_is_where_an_account_was_closed() -> None:
    assert person(account(flags=frozenset({Flag.SUSPENDED}))).now_at(ALICE) is None


def test_accounts_in_use_come_first() -> None:
    moved, closed = (
        account(A, flags=frozenset({Flag.MOVED})),
        account(B, flags=frozenset({Flag.SUSPENDED})),
    )

    assert (account(C), moved, closed) == in_use_first([moved, closed, account(C)])


def test_a_profile_stripped_for_a_block_takes_nothing_away_and_a_whole_one_ends_it() -> None:
    stored = account(bio="Potter. #nobot")
    stripped = account(bio="", display_name="", flags=frozenset({Flag.BLOCKS_OWNER}))

    blocked = described_again(stored, stripped)

    assert stored.bio == blocked.bio
    assert Flag.BLOCKS_OWNER in blocked.flags
    assert Flag.BLOCKS_OWNER not in described_again(blocked, account(bio="Potter.")).flags
