from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.talk.interaction import MENTIONS_THAT_ARE_TALK, Kind
from bot.domain.talk.post import toward

if TYPE_CHECKING:
    from random import Random


def someone(name: str) -> AccountKey:
    return AccountKey(NetworkName.MASTODON, f"{name}@village.example")


ALICE, BRUNO, CHLOE, DINH, EVE = map(someone, ("alice", "bruno", "chloe", "dinh", "eve"))

people = st.sampled_from([ALICE, BRUNO, CHLOE, DINH, EVE])


Post = dict[str, Any]


@st.composite
def posts(draw: st.DrawFn) -> Post:
    """What `toward` is asked about a post."""
    is_reply = draw(st.booleans())
    return {
        "author": draw(people),
        "is_reply": is_reply,
        "parent_author": draw(st.none() | people) if is_reply else None,
        "quoted_author": draw(st.none() | people),
        "mentioned": tuple(draw(st.lists(people, max_size=7))),
    }


def test_a_reply_is_toward_the_author_of_its_parent() -> None:
    found = toward(ALICE, is_reply=True, parent_author=BRUNO, mentioned=(BRUNO,))

    assert {BRUNO: Kind.REPLY} == found


def test_handles_carried_along_in_a_reply_are_copied() -> None:
    found = toward(ALICE, is_reply=True, parent_author=BRUNO, mentioned=(BRUNO, CHLOE))

    assert {BRUNO: Kind.REPLY, CHLOE: Kind.COPIED} == found


def test_a_reply_that_quotes_is_toward_two() -> None:
    found = toward(ALICE, is_reply=True, parent_author=BRUNO, quoted_author=CHLOE)

    assert {BRUNO: Kind.REPLY, CHLOE: Kind.QUOTE} == found


def test_a_quote_that_names_its_author_is_a_quote() -> None:
    found = toward(ALICE, quoted_author=BRUNO, mentioned=(BRUNO,))

    assert {BRUNO: Kind.QUOTE} == found


def test_a_root_post_naming_two_is_two_acts() -> None:
    found = toward(ALICE, mentioned=(BRUNO, CHLOE))

    assert {BRUNO: Kind.MENTION, CHLOE: Kind.MENTION} == found


def test_naming_more_than_three_is_a_list() -> None:
    found = toward(ALICE, mentioned=(BRUNO, CHLOE, DINH, EVE))

    assert {Kind.COPIED} == set(found.values())


def test_three_people_named_twice_and_the_author_are_still_three() -> None:
    found = toward(ALICE, mentioned=(BRUNO, CHLOE, ALICE, DINH, BRUNO))

    assert [Kind.MENTION] * 3 == list(found.values())


def test_going_on_under_ones_own_post_is_toward_nobody() -> None:
    assert toward(ALICE, is_reply=True, parent_author=ALICE) == {}


def test_going_on_under_ones_own_post_carries_handles_along() -> None:
    found = toward(ALICE, is_reply=True, parent_author=ALICE, mentioned=(BRUNO,))

    assert {BRUNO: Kind.COPIED} == found


def test_a_reply_to_somebody_forgotten_is_still_a_reply() -> None:
    found = toward(ALICE, is_reply=True, mentioned=(BRUNO,))

    assert {BRUNO: Kind.COPIED} == found


@given(posts())
def test_everybody_but_the_author_is_there(post: Post) -> None:
    others = {post["parent_author"], post["quoted_author"], *post["mentioned"]}

    assert toward(**post).keys() == others - {None, post["author"]}


@given(posts())
def test_in_a_reply_nothing_but_its_two_authors_is_talk(post: Post) -> None:
    talked_to = {target for target, kind in toward(**post).items() if kind.is_talk}

    if post["is_reply"]:
        assert talked_to <= {post["parent_author"], post["quoted_author"]}


@given(posts())
def test_a_mention_is_never_one_of_many(post: Post) -> None:
    mentions = [kind for kind in toward(**post).values() if kind is Kind.MENTION]

    assert len(mentions) <= MENTIONS_THAT_ARE_TALK
    assert not (mentions and post["is_reply"])


@given(posts(), st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_matter(post: Post, chance: Random) -> None:
    shuffled = list(post["mentioned"])
    chance.shuffle(shuffled)

    assert toward(**post) == toward(**{**post, "mentioned": tuple(shuffled)})
