from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.talk.weeks import Week
from bot.web.drawing.timeline import HEIGHT, LOWER, TALLEST, UPPER, WIDTH, timeline

MONDAY = date(2025, 12, 1)


def weeks(*posts: tuple[int, int]) -> list[Week]:
    return [
        Week(MONDAY + timedelta(weeks=number), said, heard)
        for number, (said, heard) in enumerate(posts)
    ]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60))
def test_bars_stay_on_their_side_within_the_picture(posts: list[tuple[int, int]]) -> None:
    found = timeline(weeks(*posts), [])

    assert all(0 <= bar.y and bar.y + bar.height <= UPPER + 0.1 for bar in found.said)
    assert all(LOWER == bar.y and bar.y + bar.height < HEIGHT for bar in found.heard)
    assert all(0 <= bar.x and bar.x + bar.width <= WIDTH for bar in (*found.said, *found.heard))
    assert [said for said, _ in posts if said] == [bar.posts for bar in found.said]
    assert [heard for _, heard in posts if heard] == [bar.posts for bar in found.heard]


def test_both_sides_have_one_scale() -> None:
    found = timeline(weeks((10, 5), (0, 10)), [])

    assert 10 == found.peak
    assert [TALLEST] == [bar.height for bar in found.said]
    assert [TALLEST / 2, TALLEST] == [bar.height for bar in found.heard]


def test_exchanges_stand_at_their_days_and_older_ones_nowhere() -> None:
    found = timeline(
        weeks((1, 1), (1, 1)),
        [(MONDAY - timedelta(days=1), 3), (MONDAY, 2), (MONDAY + timedelta(days=7), 40)],
    )

    assert [0.0, WIDTH / 2] == [dot.x for dot in found.exchanges]
    assert found.exchanges[0].radius < found.exchanges[1].radius


def test_a_year_has_a_tick_for_each_month() -> None:
    found = timeline(weeks(*[(1, 0)] * 52), [])

    assert list(range(1, 13)) == sorted(tick.month.month for tick in found.months)
