"""Natural keys of interactions, and merging of sightings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import AccountKey
from bot.domain.talk.interaction import Interaction, Kind, Visibility, happened_at, merge
from tests.builders import ALICE, BRUNO, ME, NOON, at, interaction

POST = "https://village.example/@me/7"
talk_kinds = st.sampled_from([Kind.REPLY, Kind.QUOTE, Kind.MENTION, Kind.COPIED])


@st.composite
def sightings(draw: st.DrawFn) -> Interaction:
    """A sighting of the same post of Alice's."""
    return interaction(
        draw(talk_kinds),
        uri=POST,
        when=NOON + timedelta(minutes=draw(st.integers(-90, 90))),
        text=draw(st.none() | st.sampled_from(["Which bin?", "Which compost bin?", ""])),
        url=draw(st.none() | st.just("https://village.example/@alice/7")),
    )._replace(seen_at=NOON + timedelta(minutes=draw(st.integers(-90, 90))))


def test_a_post_that_names_two_people_is_two_interactions() -> None:
    with_alice = interaction(Kind.MENTION, by=ME, to=ALICE, uri=POST)
    with_bruno = interaction(Kind.MENTION, by=ME, to=BRUNO, uri=POST)

    assert with_alice.key != with_bruno.key


def test_a_post_seen_as_a_mention_and_as_a_reply_is_one_interaction() -> None:
    notified = interaction(Kind.MENTION, uri=POST)
    in_thread = interaction(Kind.REPLY, uri=POST)

    assert notified.key == in_thread.key


def test_what_another_owner_sees_is_another_interaction() -> None:
    mine = interaction(uri=POST)
    theirs = mine._replace(owner=type(mine.owner)("neighbour"))

    assert mine.key != theirs.key


def test_a_copied_handle_and_talk_share_a_key_so_that_talk_can_replace_it() -> None:
    assert interaction(Kind.COPIED, uri=POST).key == interaction(Kind.MENTION, uri=POST).key


def test_a_like_seen_in_a_notification_and_in_the_back_fill_is_one() -> None:
    notified = interaction(Kind.LIKE, uri="notification:12", subject=POST)
    filled_in = interaction(Kind.LIKE, uri="at://did:plc:alice/like/3k", subject=POST)

    assert notified.key == filled_in.key


def test_likes_of_two_posts_are_two() -> None:
    first = interaction(Kind.LIKE, subject=POST)
    second = interaction(Kind.LIKE, subject="https://village.example/@me/8")

    assert first.key != second.key


def test_a_like_and_a_boost_of_one_post_are_two() -> None:
    assert interaction(Kind.LIKE, subject=POST).key != interaction(Kind.BOOST, subject=POST).key


@pytest.mark.parametrize("subject", ["", "https://village.example/@me", "at://did:plc:me"])
def test_a_follow_is_one_whatever_it_is_said_to_be_of(subject: str) -> None:
    follow = interaction(Kind.FOLLOW, uri="notification:1", subject=subject)

    assert "" == follow.key.uri
    assert interaction(Kind.FOLLOW, uri="notification:9").key == follow.key


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Kind.COPIED, Kind.MENTION),
        (Kind.MENTION, Kind.QUOTE),
        (Kind.QUOTE, Kind.REPLY),
        (Kind.COPIED, Kind.REPLY),
    ],
)
def test_the_stronger_kind_stays_whichever_comes_first(weaker: Kind, stronger: Kind) -> None:
    first, second = interaction(weaker, uri=POST), interaction(stronger, uri=POST)

    assert stronger is merge(first, second).kind
    assert stronger is merge(second, first).kind


def test_the_thread_is_that_of_the_reply_even_if_the_mention_comes_last() -> None:
    reply = interaction(Kind.REPLY, uri=POST, root="root:1")._replace(parent_uri="parent:1")
    mention = interaction(Kind.MENTION, uri=POST, root=POST)

    for merged in (merge(reply, mention), merge(mention, reply)):
        assert ("root:1", "parent:1") == (merged.root_uri, merged.parent_uri)


def test_a_sighting_that_knows_no_thread_takes_none_away() -> None:
    reply = interaction(Kind.MENTION, uri=POST, root="root:1")._replace(parent_uri="parent:1")
    bare = interaction(Kind.REPLY, uri=POST, root="")

    for merged in (merge(reply, bare), merge(bare, reply)):
        assert ("root:1", "parent:1") == (merged.root_uri, merged.parent_uri)


def test_the_earliest_time_stays() -> None:
    early = interaction(uri=POST, when=at("2026-11-01 11:58"))
    late = interaction(uri=POST, when=at("2026-11-01 12:03"))

    for merged in (merge(early, late), merge(late, early)):
        assert at("2026-11-01 11:58") == merged.at
        assert at("2026-11-01 11:58") == merged.seen_at


def test_an_edit_comes_through() -> None:
    before = interaction(uri=POST, text="The repair caffé?", visibility=Visibility.PUBLIC)
    after = interaction(uri=POST, text="The repair café?", visibility=Visibility.UNLISTED)

    merged = merge(before, after)

    assert "The repair café?" == merged.text
    assert Visibility.UNLISTED is merged.visibility


def test_a_text_that_was_emptied_is_empty_and_one_not_told_stays() -> None:
    before = interaction(uri=POST, text="My address is …")

    assert "" == merge(before, interaction(uri=POST, text="")).text
    assert "My address is …" == merge(before, interaction(uri=POST, text=None)).text


def test_what_the_new_sighting_does_not_tell_is_kept() -> None:
    link = "https://village.example/@alice/7"
    full = interaction(uri=POST, url=link)._replace(languages=("fr",), subject_uri="post:1")

    merged = merge(full, interaction(uri=POST))

    assert (link, ("fr",), "post:1") == (merged.url, merged.languages, merged.subject_uri)


def test_what_only_the_new_sighting_tells_is_added() -> None:
    link = "https://village.example/@alice/7"
    full = interaction(uri=POST, url=link)._replace(languages=("fr",), subject_uri="post:1")

    merged = merge(interaction(uri=POST), full)

    assert (link, ("fr",), "post:1") == (merged.url, merged.languages, merged.subject_uri)


@given(sightings(), sightings())
def test_the_order_of_sightings_does_not_matter_to_kind_and_time(
    first: Interaction, second: Interaction
) -> None:
    there, back = merge(first, second), merge(second, first)

    assert (there.kind, there.at, there.seen_at) == (back.kind, back.at, back.seen_at)
    assert first.key == there.key


@given(sightings(), sightings(), sightings())
def test_nor_does_it_with_three(
    first: Interaction, second: Interaction, third: Interaction
) -> None:
    left, right = merge(merge(first, second), third), merge(first, merge(second, third))

    assert (left.kind, left.at, left.seen_at) == (right.kind, right.at, right.seen_at)


@given(sightings(), sightings())
def test_seeing_the_same_once_more_changes_nothing(first: Interaction, second: Interaction) -> None:
    merged = merge(first, second)

    assert first == merge(first, first)
    assert merged == merge(merged, second)


def test_an_act_never_happened_after_a_server_saw_it() -> None:
    early, late = at("2026-11-01 12:00"), at("2026-11-01 12:05")

    assert early == happened_at(created_at=early, seen_at=late)
    assert early == happened_at(created_at=late, seen_at=early)


def test_the_other_is_whoever_is_not_watched() -> None:
    heard, said = interaction(by=ALICE, to=ME), interaction(by=ME, to=ALICE)

    assert (False, ALICE) == (heard.outgoing, heard.other)
    assert (True, ALICE) == (said.outgoing, said.other)


def test_a_post_without_a_known_root_is_its_own_thread() -> None:
    assert POST == interaction(uri=POST, root="").thread
    assert "root:1" == interaction(uri=POST, root="root:1").thread


def test_every_kind_is_talk_or_signal_but_copied_which_is_neither() -> None:
    assert {Kind.REPLY, Kind.QUOTE, Kind.MENTION} == {kind for kind in Kind if kind.is_talk}
    assert {Kind.LIKE, Kind.BOOST, Kind.FOLLOW} == {kind for kind in Kind if kind.is_signal}


def test_only_what_anybody_can_read_is_open() -> None:
    assert {Visibility.PUBLIC, Visibility.UNLISTED} == {
        visibility for visibility in Visibility if visibility.is_open
    }


def test_a_key_tells_accounts_of_two_servers_apart() -> None:
    elsewhere = AccountKey(ALICE.network, "alice@town.example")

    assert interaction(by=ALICE, uri=POST).key != interaction(by=elsewhere, uri=POST).key


def test_words_stay_as_they_are_once_stored() -> None:
    assert "reply quote mention copied like boost follow" == " ".join(Kind)
    assert "public unlisted private direct" == " ".join(Visibility)
    assert ("talk", "like") == (interaction().key.kind, interaction(Kind.LIKE).key.kind)
