"""The evidence from the exchanges with one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking.evidence import Evidence, Waking, evidence_of, rounds
from bot.domain.talk.exchange import Exchange
from bot.domain.talk.tally import Tally
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, at, key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from bot.domain.people.identity import AccountKey

TODAY = date(2026, 11, 2)
"""A Monday."""
CHLOE = key("chloe")


def days_ago(days: int, *, out: int = 0, heard: int = 0) -> Tally:
    return Tally(OWNER.id, ME, ALICE, TODAY - timedelta(days), out, heard)


def exchange(  # noqa: PLR0913 (a test sets one or two)
    first: datetime,
    last: datetime | None = None,
    *,
    account: AccountKey = ALICE,
    root: str = "thread:1",
    talk: int = 2,
    mine: bool = False,
    link: str | None = None,
) -> Exchange:
    return Exchange(account, root, first, last or first, talk, 2, started_by_owner=mine, link=link)


def evidence(*exchanges: Exchange, tallies: Sequence[Tally] = ()) -> Evidence:
    return evidence_of(exchanges, tallies, frozenset())


def test_the_evidence_counts_exchanges_threads_and_who_started() -> None:
    found = evidence(
        exchange(at("2026-10-02 18:00"), at("2026-10-03 09:00"), mine=True),
        exchange(at("2026-10-20 18:00"), at("2026-10-21 11:00")),
        exchange(at("2026-10-18 18:00"), at("2026-10-29 08:00"), root="thread:2", mine=True),
    )

    assert (3, 2, 2) == (found.exchanges, found.threads, found.started_by_owner)
    assert (at("2026-10-02 18:00"), at("2026-10-29 08:00")) == (found.first, found.last)


def test_the_evidence_counts_the_weeks_in_which_both_talked() -> None:
    both = [days_ago(0, out=1, heard=1), days_ago(9, out=1), days_ago(12, heard=1)]
    alone = [days_ago(30, out=4), days_ago(60, out=4), days_ago(90, heard=1)]

    assert 2 == evidence(exchange(NOON), tallies=[*both, *alone]).weeks


def test_an_exchange_from_a_sunday_to_a_monday_has_a_week() -> None:
    assert 1 == evidence(exchange(NOON), tallies=[days_ago(1, out=1), days_ago(0, heard=1)]).weeks


def test_without_an_exchange_there_is_no_evidence_but_weeks() -> None:
    assert Evidence(weeks=1) == evidence(tallies=[days_ago(0, out=1, heard=1)])
    assert Evidence(weeks=0) == evidence(tallies=[days_ago(0, out=9)])


def test_links_are_one_a_thread_newest_first_at_most_three() -> None:
    found = evidence(
        exchange(at("2026-10-01 12:00"), root="a", link="a:old"),
        exchange(at("2026-10-05 12:00"), root="a", link="a:new"),
        exchange(at("2026-10-02 12:00"), root="b", link="b"),
        exchange(at("2026-10-04 12:00"), root="c", link="c"),
        exchange(at("2026-10-03 12:00"), root="d", link="d"),
    )

    assert ("a:new", "c", "d") == found.links


def test_a_private_exchange_takes_no_place_among_the_links() -> None:
    found = evidence(
        exchange(at("2026-10-05 12:00"), root="a"),
        exchange(at("2026-10-04 12:00"), root="a", link="a:older"),
    )

    assert ("a:older",) == found.links


def test_a_thread_with_three_others_is_a_round() -> None:
    small = [exchange(NOON, account=account, root="small") for account in (ALICE, BRUNO)]
    large = [exchange(NOON, account=account, root="large") for account in (ALICE, BRUNO, CHLOE)]
    again = [exchange(NOON + timedelta(days=days), root="two") for days in range(4)]

    assert {"large"} == rounds([*small, *large, *again])


def test_exchanges_in_rounds_are_counted() -> None:
    mine = [exchange(NOON, root=root) for root in ("large", "small", "large")]

    assert 2 == evidence_of(mine, [], {"large", "other"}).in_rounds
    assert 0 == evidence_of(mine, [], frozenset()).in_rounds


def test_a_tie_that_speaks_again_after_ninety_days_has_woken_up() -> None:
    found = evidence(
        exchange(at("2026-01-01 12:00"), at("2026-01-03 12:00")),
        exchange(at("2026-10-01 12:00"), root="thread:2"),
        exchange(at("2026-10-20 12:00"), root="thread:3"),
    )

    assert Waking(at("2026-10-01 12:00"), timedelta(days=271)) == found.waking


@pytest.mark.parametrize(("hours", "woke"), [(90 * 24 - 1, False), (90 * 24, True)])
def test_less_silence_than_ninety_days_is_none(hours: int, woke: bool) -> None:  # noqa: FBT001 (pytest)
    found = evidence(exchange(NOON), exchange(NOON + timedelta(hours=hours)))

    assert woke == (found.waking is not None)


def test_of_two_awakenings_the_latest_is_told() -> None:
    found = evidence(*(exchange(NOON + timedelta(days=days)) for days in (300, 0, 100)))

    assert Waking(NOON + timedelta(days=300), timedelta(days=200)) == found.waking


def test_a_long_exchange_beside_is_no_silence() -> None:
    long = exchange(NOON, NOON + timedelta(days=150), root="long")

    assert evidence(long, exchange(NOON), exchange(NOON + timedelta(days=200))).waking is None


def test_an_evening_that_holds_most_of_the_talk_is_a_burst() -> None:
    evening = exchange(at("2026-10-12 20:00"), talk=40)
    others = [exchange(at(f"2026-10-{day} 12:00"), talk=3) for day in (14, 20, 27)]

    assert at("2026-10-12 20:00") == evidence(*others, evening).burst


@pytest.mark.parametrize(
    ("longest", "others"),
    [(40, []), (9, [2, 2]), (12, [6, 6])],
    ids=["it is all there is", "too short", "no more than all others"],
)
def test_no_burst(longest: int, others: list[int]) -> None:
    found = evidence(*(exchange(NOON, talk=talk) for talk in (longest, *others)))

    assert found.burst is None


moments = st.integers(0, 600).map(lambda days: NOON + timedelta(days=days))
shared = st.lists(
    st.builds(
        exchange, moments, root=st.sampled_from("abcd"), talk=st.integers(2, 40), mine=st.booleans()
    ),
    max_size=8,
)


@given(shared, st.randoms())
def test_the_order_of_exchanges_does_not_matter(shared: list[Exchange], random: Random) -> None:
    shuffled = random.sample(shared, len(shared))

    assert evidence(*shared).waking == evidence(*shuffled).waking
    assert evidence(*shared).in_rounds == evidence(*shuffled).in_rounds
