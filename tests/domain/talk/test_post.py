from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.talk.interaction import MENTIONS_THAT_ARE_TALK, Kind
from bot.domain.talk.post import Post, Toward, toward

if TYPE_CHECKING:
    from random import Random


def someone(name: str) -> AccountKey:
    return AccountKey(NetworkName.MASTODON, f"{name}@village.example")


ALICE, BRUNO, CHLOE, DINH, EVE = map(someone, ("alice", "bruno", "chloe", "dinh", "eve"))

people = st.sampled_from([ALICE, BRUNO, CHLOE, DINH, EVE])


@st.composite
def posts(draw: st.DrawFn) -> Post:
    is_reply = draw(st.booleans())
    return Post(
        author=draw(people),
        is_reply=is_reply,
        parent_author=draw(st.none() | people) if is_reply else None,
        quoted_author=draw(st.none() | people),
        mentioned=tuple(draw(st.lists(people, max_size=7))),
    )


def test_a_reply_is_toward_the_author_of_its_parent() -> None:
    post = Post(author=ALICE, is_reply=True, parent_author=BRUNO, mentioned=(BRUNO,))

    assert (Toward(Kind.REPLY, BRUNO),) == toward(post)


def test_handles_carried_along_in_a_reply_are_copied() -> None:
    post = Post(author=ALICE, is_reply=True, parent_author=BRUNO, mentioned=(BRUNO, CHLOE))

    assert (Toward(Kind.REPLY, BRUNO), Toward(Kind.COPIED, CHLOE)) == toward(post)


def test_a_reply_that_quotes_is_toward_two() -> None:
    post = Post(author=ALICE, is_reply=True, parent_author=BRUNO, quoted_author=CHLOE)

    assert (Toward(Kind.REPLY, BRUNO), Toward(Kind.QUOTE, CHLOE)) == toward(post)


def test_a_quote_that_names_its_author_is_a_quote() -> None:
    post = Post(author=ALICE, quoted_author=BRUNO, mentioned=(BRUNO,))

    assert (Toward(Kind.QUOTE, BRUNO),) == toward(post)


def test_a_root_post_naming_two_is_two_acts() -> None:
    post = Post(author=ALICE, mentioned=(BRUNO, CHLOE))

    assert (Toward(Kind.MENTION, BRUNO), Toward(Kind.MENTION, CHLOE)) == toward(post)


def test_naming_more_than_three_is_a_list() -> None:
    post = Post(author=ALICE, mentioned=(BRUNO, CHLOE, DINH, EVE))

    assert {Kind.COPIED} == {addressed.kind for addressed in toward(post)}


def test_three_people_named_twice_and_the_author_are_still_three() -> None:
    post = Post(author=ALICE, mentioned=(BRUNO, CHLOE, ALICE, DINH, BRUNO))

    assert [addressed.kind for addressed in toward(post)] == [Kind.MENTION] * 3


def test_going_on_under_ones_own_post_is_toward_nobody() -> None:
    assert toward(Post(author=ALICE, is_reply=True, parent_author=ALICE)) == ()


def test_going_on_under_ones_own_post_carries_handles_along() -> None:
    post = Post(author=ALICE, is_reply=True, parent_author=ALICE, mentioned=(BRUNO,))

    assert (Toward(Kind.COPIED, BRUNO),) == toward(post)


def test_a_reply_to_somebody_forgotten_is_still_a_reply() -> None:
    post = Post(author=ALICE, is_reply=True, mentioned=(BRUNO,))

    assert (Toward(Kind.COPIED, BRUNO),) == toward(post)


@given(posts())
def test_everybody_but_the_author_is_there_exactly_once(post: Post) -> None:
    expected = {post.parent_author, post.quoted_author, *post.mentioned} - {None, post.author}

    targets = [target for _, target in toward(post)]

    assert len(targets) == len(set(targets))
    assert expected == set(targets)


@given(posts())
def test_in_a_reply_nothing_but_its_two_authors_is_talk(post: Post) -> None:
    talked_to = {addressed.target for addressed in toward(post) if addressed.kind.is_talk}

    if post.is_reply:
        assert talked_to <= {post.parent_author, post.quoted_author}


@given(posts())
def test_a_mention_is_never_one_of_many(post: Post) -> None:
    mentions = [addressed for addressed in toward(post) if addressed.kind is Kind.MENTION]

    assert len(mentions) <= MENTIONS_THAT_ARE_TALK
    assert not (mentions and post.is_reply)


@given(posts(), st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_matter(post: Post, chance: Random) -> None:
    shuffled = list(post.mentioned)
    chance.shuffle(shuffled)
    again = Post(
        post.author, post.is_reply, post.parent_author, post.quoted_author, tuple(shuffled)
    )

    assert set(toward(post)) == set(toward(again))
