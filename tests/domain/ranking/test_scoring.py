"""Scores: hand-computed examples, and properties."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import person_id
from bot.domain.ranking.scoring import Scale, Score, scale, score
from bot.domain.talk.exchange import Exchange
from bot.domain.talk.tally import Tally
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from bot.domain.people.identity import AccountKey

TODAY = date(2026, 11, 2)
"""A Monday."""
WHO = person_id(ALICE)
WORK = key("me-at-work")


def days_ago(  # noqa: PLR0913 (a test sets one or two)
    days: int,
    *,
    out: int = 0,
    heard: int = 0,
    clicked: int = 0,
    was_clicked: int = 0,
    boosted: int = 0,
    watched: AccountKey = ME,
) -> Tally:
    return Tally(
        OWNER.id, watched, ALICE, TODAY - timedelta(days), out, heard, clicked, was_clicked, boosted
    )


def scored(
    *tallies: Tally, half_life: float = 30.0, weights: Mapping[AccountKey, float] | None = None
) -> Score:
    return score(WHO, tallies, [], Scale(TODAY, half_life, weights or {}))


def test_a_word_and_an_answer_today() -> None:
    # log₂(1+1) = 1 each way; √(¼+1)·√(¼+1), once, on one day, today
    assert 1.25 == pytest.approx(scored(days_ago(0, out=1, heard=1)).value)


def test_three_words_and_an_answer_today() -> None:
    # log₂(1+3) = 2 out, 1 in: √(¼+2) = 1.5, √(¼+1) = √5/2
    found = scored(days_ago(0, out=3, heard=1))

    assert 1.5 == pytest.approx(found.parts["outgoing"])
    assert math.sqrt(5) / 2 == pytest.approx(found.parts["incoming"])
    assert 1.677051 == pytest.approx(found.value, rel=1e-6)


def test_after_one_half_life_talk_weighs_half_and_recency_is_the_root_of_a_half() -> None:
    # ½ · 1 each way: √(¼+½)² = ¾
    found = scored(days_ago(30, out=1, heard=1))

    assert math.sqrt(0.75) == pytest.approx(found.parts["outgoing"])
    assert math.sqrt(0.5) == pytest.approx(found.parts["recency"])
    assert 0.75 * math.sqrt(0.5) == pytest.approx(found.value)


def test_after_two_half_lives_a_quarter() -> None:
    # ¼ · log₂(1+7) = ¾ each way: √(¼+¾)² = 1; the root of a third
    found = scored(days_ago(20, out=7, heard=7), half_life=10.0)

    assert 1.0 == pytest.approx(found.parts["outgoing"])
    assert 1 / math.sqrt(3) == pytest.approx(found.value)


def test_days_add_up_and_so_do_occasions_and_their_span() -> None:
    # 28 days at a half-life of 28: 1 + ½ = 1½ each way; 2 days, 2 weeks; 29 days with both ends
    found = scored(days_ago(0, out=1, heard=1), days_ago(28, out=1, heard=1), half_life=28.0)

    assert math.sqrt(2) == pytest.approx(found.parts["occasions"])
    assert math.sqrt(29) == pytest.approx(found.parts["span"])
    assert 1.0 == found.parts["recency"]
    assert 1.75 * math.sqrt(2 * 29) == pytest.approx(found.value)


def test_two_days_of_one_week_are_fewer_occasions_than_two_of_two() -> None:
    # Friday and Sunday of the week before today's, and Sunday and Monday
    one_week = scored(days_ago(3, out=1, heard=1), days_ago(1, out=1, heard=1))
    two = scored(days_ago(1, out=1, heard=1), days_ago(0, out=1, heard=1))

    assert (2 * 1) ** 0.25 == pytest.approx(one_week.parts["occasions"])
    assert (2 * 2) ** 0.25 == pytest.approx(two.parts["occasions"])


def test_ten_days_in_ten_weeks_are_worth_more_than_ten_days_on_end() -> None:
    on_end = scored(*(days_ago(day, out=1, heard=1) for day in range(10)))
    spread = scored(*(days_ago(7 * week, out=1, heard=1) for week in range(10)))

    assert on_end.value < spread.value


def test_a_tie_of_late_is_worth_more_than_as_long_a_tie_of_old() -> None:
    late = scored(*(days_ago(days, out=1, heard=1) for days in (0, 7, 14)))
    old = scored(*(days_ago(100 + days, out=1, heard=1) for days in (0, 7, 14)))

    assert late.parts["span"] == old.parts["span"]
    assert old.value < late.value / 3


def test_accounts_that_talk_on_one_day_share_its_logarithm() -> None:
    # log₂(1 + (1+2)) = 2 each way: (¼+2)
    together = scored(days_ago(0, out=1, heard=1), days_ago(0, out=2, heard=2, watched=WORK))

    assert 2.25 == pytest.approx(together.value)


def test_weight_multiplies_talk() -> None:
    # log₂(1 + 3·1) = 2 each way
    weighty = scored(days_ago(0, out=1, heard=1, watched=WORK), weights={WORK: 3.0})

    assert 2.25 == pytest.approx(weighty.value)


def test_weight_is_that_of_the_account_watched() -> None:
    assert 1.25 == pytest.approx(
        scored(days_ago(0, out=1, heard=1), weights={WORK: 3.0, ALICE: 9.0}).value
    )


def test_talk_without_weight_is_no_talk() -> None:
    mine = days_ago(0, out=1, heard=1)
    worthless = days_ago(70, out=9, heard=9, watched=WORK)

    assert scored(mine).parts == scored(mine, worthless, weights={WORK: 0.0}).parts


def test_a_day_that_a_fast_clock_invented_counts_as_today() -> None:
    assert scored(days_ago(0, out=1, heard=1)) == scored(days_ago(-5, out=1, heard=1))
    assert 1.0 == scored(days_ago(0, out=1), days_ago(-5, out=1)).parts["occasions"]
    assert scored(days_ago(0, clicked=2)) == scored(days_ago(-30, clicked=2))


def test_nobody_scores_for_nothing() -> None:
    assert 0.0 == scored().value


def test_a_stranger_who_likes_everything_scores_nothing() -> None:
    # AMNatty/Mastodon-Circles#7
    assert 0.0 == scored(*(days_ago(day, was_clicked=50) for day in range(100))).value


def test_likes_do_not_lift_a_stranger_over_a_friend() -> None:
    likes = [days_ago(day, clicked=50, was_clicked=50) for day in range(365)]
    stranger = scored(days_ago(2, heard=1), *likes)
    friend = scored(*(days_ago(days, out=1, heard=1) for days in (2, 9, 16)))

    assert stranger.value < friend.value / 5


def test_forty_replies_in_one_evening_are_one_conversation() -> None:
    evening = scored(days_ago(0, out=20, heard=20))
    short_talks = scored(*(days_ago(7 * week, out=1, heard=1) for week in range(3)))

    # (¼ + log₂ 21) = 4.642 against (¼ + 1 + 2^(-7/30) + 2^(-14/30))·√(3·15) = 18.95
    assert 4.642 == pytest.approx(evening.value, abs=5e-4)
    assert 18.946 == pytest.approx(short_talks.value, abs=5e-4)


def test_a_monologue_lies_far_below_a_conversation_of_as_many_words() -> None:
    monologue = scored(*(days_ago(7 * week, out=10) for week in range(4)))
    conversation = scored(*(days_ago(7 * week, out=5, heard=5) for week in range(4)))

    assert monologue.value < conversation.value / 4


def test_a_boost_of_the_owner_is_half_a_word_and_no_signal() -> None:
    # log₂(1 + 1 + ½ · 4) = 2 out, 1 in
    found = scored(days_ago(0, out=1, heard=1, boosted=4))

    assert math.sqrt(0.25 + 2) == pytest.approx(found.parts["outgoing"])
    assert 1 == found.parts["signals"]


def test_boosts_give_no_occasion_no_span_and_break_no_silence() -> None:
    talk = days_ago(20, out=1, heard=1)
    boosts = [days_ago(days, boosted=2) for days in (0, 7, 300)]
    changed = {
        part
        for part, value in scored(talk, *boosts).parts.items()
        if value != scored(talk).parts[part]
    }

    assert {"outgoing"} == changed
    assert 0 == scored(*boosts).value


def test_the_weight_of_an_account_multiplies_its_boosts_too() -> None:
    boosted = days_ago(0, out=1, boosted=2, watched=WORK)

    assert math.sqrt(0.25 + math.log2(1 + 3 + 3)) == pytest.approx(
        scored(boosted, weights={WORK: 3.0}).parts["outgoing"]
    )


def test_three_signals_in_a_week() -> None:
    # 3 / (3 + 8) of a quarter
    found = scored(days_ago(0, out=1, heard=1, clicked=2, was_clicked=1))

    assert 1 + 0.25 * 3 / 11 == pytest.approx(found.parts["signals"])


def test_more_signals_in_a_week_than_three_are_three() -> None:
    few = scored(days_ago(3, clicked=1), days_ago(1, was_clicked=2))
    many = scored(days_ago(3, clicked=100), days_ago(1, was_clicked=200))

    assert few.parts["signals"] == many.parts["signals"]


def test_eight_signals_are_half_of_what_signals_can_do() -> None:
    # 3 + 3 + 2 in three weeks, not faded to speak of: 1 + ¼·½
    weeks = [days_ago(0, clicked=3), days_ago(7, clicked=3), days_ago(14, clicked=2)]

    assert 1.125 == pytest.approx(scored(*weeks, half_life=1e9).parts["signals"])


def test_signals_fade_from_their_week_s_monday() -> None:
    # Last Sunday's week began seven days ago: 2 · ½ = 1, 1 / 9 of a quarter
    assert 1 + 0.25 / 9 == pytest.approx(
        scored(days_ago(1, clicked=2), half_life=7.0).parts["signals"]
    )


@pytest.mark.parametrize(
    ("history", "half_life"),
    [(0, 3.0), (11, 3.0), (12, 3.0), (14, 3.5), (40, 10.0), (360, 90.0), (361, 90.0), (730, 90.0)],
)
def test_talk_fades_with_a_quarter_of_the_history(history: int, half_life: float) -> None:
    tallies = [days_ago(history, out=1), days_ago(history // 2, heard=1)]

    assert half_life == pytest.approx(scale(tallies, today=TODAY, weights={}).half_life)


def test_without_a_history_talk_fades_as_fast_as_it_may() -> None:
    assert Scale(TODAY, 3.0, {ME: 2.0}) == scale([], today=TODAY, weights={ME: 2.0})


def test_what_the_owner_shares_with_many_is_known_to_every_score() -> None:
    shared = [
        Exchange(account, "large", NOON, NOON, 2, 2, started_by_owner=False)
        for account in (ALICE, BRUNO, WORK)
    ]
    measure = scale([], today=TODAY, weights={}, exchanges=shared)

    assert 1 == score(WHO, [], shared[:1], measure).evidence.in_rounds


tallies = st.builds(
    days_ago,
    st.integers(-2, 400),
    out=st.integers(0, 50),
    heard=st.integers(0, 50),
    clicked=st.integers(0, 50),
    was_clicked=st.integers(0, 50),
    boosted=st.integers(0, 50),
    watched=st.sampled_from([ME, WORK]),
)
histories = st.lists(tallies, max_size=12)
PARTS = ["outgoing", "incoming", "occasions", "span", "recency", "signals"]


@given(histories)
def test_the_value_is_the_product_of_the_parts(history: list[Tally]) -> None:
    found = scored(*history)

    assert PARTS == list(found.parts)
    assert math.prod(found.parts.values()) == pytest.approx(found.value)


def test_every_part_is_explained() -> None:
    explained = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text()

    assert all(f"| `{part}` |" in explained for part in [*PARTS, "taste"])


@given(histories)
def test_signals_never_add_more_than_a_quarter(history: list[Tally]) -> None:
    assert 1.0 <= scored(*history).parts["signals"] <= 1.25


@given(histories, tallies)
def test_more_talk_and_signals_never_lower_a_score(history: list[Tally], more: Tally) -> None:
    assert scored(*history).value <= scored(*history, more).value * (1 + 1e-9)


@given(histories, st.integers(0, 400))
def test_time_that_passes_never_raises_a_score(history: list[Tally], days: int) -> None:
    # Days of the future count as today, all of them as one: they become several with time.
    history = [tally for tally in history if tally.day <= TODAY]
    now = score(WHO, history, [], Scale(TODAY, 30.0, {}))
    later = score(WHO, history, [], Scale(TODAY + timedelta(days), 30.0, {}))

    assert later.value <= now.value * (1 + 1e-9)


@given(histories, tallies)
def test_more_talk_lowers_no_part(history: list[Tally], more: Tally) -> None:
    before, after = scored(*history).parts, scored(*history, more).parts

    assert all(before[name] <= after[name] * (1 + 1e-9) for name in PARTS)


@given(histories, st.randoms())
def test_the_order_of_tallies_does_not_matter(history: list[Tally], random: Random) -> None:
    shuffled = random.sample(history, len(history))

    assert scored(*history).value == pytest.approx(scored(*shuffled).value)


@given(histories)
def test_talk_and_answer_may_change_places(history: list[Tally]) -> None:
    history = [tally._replace(out_boost=0) for tally in history]
    mirrored = [
        Tally(day.owner, day.watched, day.account, day.day, day.in_talk, day.out_talk,
              day.in_signal, day.out_signal)
        for day in history
    ]  # fmt: skip

    assert scored(*history).value == pytest.approx(scored(*mirrored).value)
