from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.drawing import factors
from bot.web.drawing.path import LONGEST, WIDTH, Step, path


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_path_has_a_stone_for_each_meeting(goal: int, met: int, planned: int) -> None:
    found = path(goal, met, planned)
    steps = [stone.step for stone in found.stones]

    assert min(max(goal, met, 1), LONGEST) == len(steps)
    assert min(met, LONGEST) == steps.count(Step.MET)
    assert min(planned, len(steps) - steps.count(Step.MET)) == steps.count(Step.PLANNED)
    assert [*Step] == sorted(set(Step), key=list(Step).index)
    assert steps == sorted(steps, key=list(Step).index)
    across = [found.start[0], *(stone.x for stone in found.stones), found.table[0]]
    assert across == sorted(across)
    assert 0 < across[0] < across[-1] < WIDTH


@given(st.floats(0, 1e9))
def test_a_factor_stays_in_its_picture(value: float) -> None:
    bar = factors.bar(value)

    assert 0 <= bar.x
    assert bar.x + bar.width <= factors.WIDTH + 2
    assert bar.raises == (value >= 1)
    assert bar.x == factors.ONE if bar.raises else bar.x <= factors.ONE


def test_a_larger_factor_has_a_longer_bar() -> None:
    assert factors.bar(2).width < factors.bar(4).width < factors.bar(8).width
    assert factors.bar(1 / 2).width < factors.bar(1 / 4).width
