"""Which talk makes an exchange, and the fields of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.talk.exchange import exchanges
from bot.domain.talk.interaction import Interaction, Kind, Visibility
from tests.builders import ALICE, BRUNO, ME, NOON, interaction, key

if TYPE_CHECKING:
    from random import Random

    from bot.domain.people.identity import AccountKey

DAY = timedelta(hours=24)


def said(  # noqa: PLR0913 (a test sets one or two)
    hours: float = 0,
    *,
    to: AccountKey = ALICE,
    root: str = "thread:1",
    kind: Kind = Kind.REPLY,
    visibility: Visibility = Visibility.PUBLIC,
    url: str | None = None,
) -> Interaction:
    """A reply of mine, this many hours after noon."""
    when = NOON + timedelta(hours=hours)
    return interaction(
        kind, by=ME, to=to, uri=f"me:{when.isoformat()}:{root}:{to}", when=when, root=root,
        visibility=visibility, url=url,
    )  # fmt: skip


def heard(  # noqa: PLR0913 (a test sets one or two)
    hours: float = 0,
    *,
    by: AccountKey = ALICE,
    root: str = "thread:1",
    kind: Kind = Kind.REPLY,
    visibility: Visibility = Visibility.PUBLIC,
    url: str | None = None,
) -> Interaction:
    """A reply to me, this many hours after noon."""
    when = NOON + timedelta(hours=hours)
    return interaction(
        kind, by=by, to=ME, uri=f"they:{when.isoformat()}:{root}:{by}", when=when, root=root,
        visibility=visibility, url=url,
    )  # fmt: skip


def test_a_word_and_an_answer_are_an_exchange() -> None:
    (found,) = exchanges([said(0), heard(1)])

    assert (ALICE, "thread:1") == (found.account, found.root_uri)
    assert (NOON, NOON + timedelta(hours=1)) == (found.first, found.last)
    assert (2, 2) == (found.talk, found.turns)


def test_what_only_one_says_is_no_exchange_however_long() -> None:
    assert [] == exchanges([said(hour) for hour in range(12)])
    assert [] == exchanges([heard(hour) for hour in range(12)])


def test_nothing_is_no_exchange() -> None:
    assert [] == exchanges([])


@pytest.mark.parametrize("kind", [Kind.LIKE, Kind.BOOST, Kind.FOLLOW, Kind.COPIED])
def test_a_click_or_a_copied_handle_is_no_answer(kind: Kind) -> None:
    assert [] == exchanges([said(0), heard(1, kind=kind)])


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.QUOTE, Kind.MENTION])
def test_any_talk_is_an_answer(kind: Kind) -> None:
    assert 1 == len(exchanges([said(0, kind=Kind.MENTION), heard(1, kind=kind)]))


def test_a_copied_handle_neither_lengthens_nor_bridges_an_exchange() -> None:
    talk = [said(0), heard(1), said(50), heard(51)]

    copied = [heard(20, kind=Kind.COPIED), heard(40, kind=Kind.COPIED)]

    assert exchanges(talk) == exchanges([*talk, *copied])


def test_more_than_24_hours_of_silence_end_an_exchange() -> None:
    before, after = exchanges([said(0), heard(1), said(25.01), heard(26)])

    assert NOON + timedelta(hours=1) == before.last
    assert NOON + timedelta(hours=25.01) == after.first


def test_exactly_24_hours_of_silence_do_not() -> None:
    (found,) = exchanges([said(0), heard(1), said(25), heard(26)])

    assert 4 == found.talk


def test_silence_is_counted_from_the_last_word_not_from_the_first() -> None:
    assert 1 == len(exchanges([said(0), heard(20), said(40), heard(60), said(80)]))


def test_an_answer_that_comes_after_the_silence_makes_no_exchange() -> None:
    assert [] == exchanges([said(0), heard(25)])


def test_two_threads_are_two_exchanges() -> None:
    talk = [said(0), heard(1), said(0, root="thread:2"), heard(2, root="thread:2")]

    assert ["thread:1", "thread:2"] == [exchange.root_uri for exchange in exchanges(talk)]


def test_a_word_in_one_thread_is_not_answered_in_another() -> None:
    assert [] == exchanges([said(0), heard(1, root="thread:2")])


def test_two_people_in_one_thread_are_two_exchanges() -> None:
    talk = [said(0), heard(1), said(2, to=BRUNO), heard(3, by=BRUNO)]

    assert [ALICE, BRUNO] == [exchange.account for exchange in exchanges(talk)]


def test_a_word_to_one_is_not_answered_by_another() -> None:
    assert [] == exchanges([said(0), heard(1, by=BRUNO)])


def test_turns_are_how_often_the_word_passed_and_one() -> None:
    # me me | Alice | me | Alice Alice Alice
    talk = [said(0), said(1), heard(2), said(3), heard(4), heard(5), heard(6)]

    (found,) = exchanges(talk)

    assert (7, 4) == (found.talk, found.turns)


def test_whoever_spoke_first_started_it() -> None:
    mine, theirs = exchanges(
        [said(0), heard(1), heard(0, root="thread:2"), said(1, root="thread:2")]
    )

    assert (True, False) == (mine.started_by_owner, theirs.started_by_owner)


def test_the_link_is_the_latest_of_theirs() -> None:
    talk = [
        said(0, url="https://x.example/me/0"),
        heard(1, url="https://x.example/alice/1"),
        heard(2, url="https://x.example/alice/2"),
        said(3, url="https://x.example/me/3"),
    ]

    (found,) = exchanges(talk)

    assert "https://x.example/alice/2" == found.link


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.DIRECT])
def test_the_link_is_never_to_what_not_everybody_may_read(visibility: Visibility) -> None:
    talk = [
        said(0, url="https://x.example/me/0"),
        heard(1, url="https://x.example/alice/1", visibility=visibility),
    ]

    (found,) = exchanges(talk)

    assert "https://x.example/me/0" == found.link


def test_an_unlisted_post_may_be_linked_to() -> None:
    talk = [said(0), heard(1, url="https://x.example/1", visibility=Visibility.UNLISTED)]

    assert "https://x.example/1" == exchanges(talk)[0].link


def test_a_private_exchange_counts_and_has_no_link() -> None:
    hidden = Visibility.DIRECT
    talk = [
        said(0, url="https://x.example/0", visibility=hidden),
        heard(1, url="https://x.example/1", visibility=hidden),
    ]

    assert [None] == [exchange.link for exchange in exchanges(talk)]


def test_the_oldest_exchange_comes_first() -> None:
    talk = [said(30, root="a"), heard(31, root="a"), said(0, root="b"), heard(1, root="b")]

    assert ["b", "a"] == [exchange.root_uri for exchange in exchanges(talk)]


acts = st.builds(
    lambda out, hours, root, who, kind: (
        said(hours, to=who, root=root, kind=kind)
        if out
        else heard(hours, by=who, root=root, kind=kind)
    ),
    st.booleans(),
    st.integers(0, 120),
    st.sampled_from(["thread:1", "thread:2"]),
    st.sampled_from([ALICE, BRUNO, key("chloe")]),
    st.sampled_from(list(Kind)),
)
conversations = st.lists(acts, max_size=25, unique_by=lambda act: act.object_uri)


@given(conversations, st.randoms())
def test_the_order_in_which_talk_was_collected_does_not_matter(
    talk: list[Interaction], random: Random
) -> None:
    shuffled = random.sample(talk, len(talk))

    assert exchanges(talk) == exchanges(shuffled)


@given(conversations)
def test_every_exchange_is_of_talk_both_ways_and_none_is_counted_twice(
    talk: list[Interaction],
) -> None:
    found = exchanges(talk)

    assert all(exchange.talk >= exchange.turns >= 2 for exchange in found)
    assert sum(exchange.talk for exchange in found) <= sum(
        exchange.kind.is_talk for exchange in talk
    )


@given(conversations)
def test_clicks_and_copies_change_nothing(talk: list[Interaction]) -> None:
    assert exchanges(act for act in talk if act.kind.is_talk) == exchanges(talk)


@given(conversations)
def test_two_exchanges_in_one_thread_lie_more_than_a_day_apart(talk: list[Interaction]) -> None:
    found = exchanges(talk)

    for exchange in found:
        for other in found:
            if (exchange.account, exchange.root_uri) == (
                other.account,
                other.root_uri,
            ) and exchange != other:
                assert other.first - exchange.last > DAY or exchange.first - other.last > DAY


@pytest.mark.parametrize("hours", [-24 * 365, -30, -1, 0])
def test_a_reply_dated_before_what_it_answers_comes_after_it(hours: float) -> None:
    asked = said(0)
    answer = heard(hours)._replace(parent_uri=asked.object_uri)
    thanks = said(2)._replace(parent_uri=answer.object_uri)

    (found,) = exchanges([answer, thanks, asked])

    assert (3, 3) == (found.talk, found.turns)
    assert found.started_by_owner
    assert (NOON, NOON + timedelta(hours=2)) == (found.first, found.last)


def test_replies_that_answer_each_other_are_ordered_by_their_dates() -> None:
    first, second = said(0), heard(1)
    first = first._replace(parent_uri=second.object_uri)

    (found,) = exchanges([second._replace(parent_uri=first.object_uri), first])

    assert 2 == found.talk
