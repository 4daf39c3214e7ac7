"""Learning helps, and does not run away: on fewer owners and people than the benchmark."""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.learning.__main__ import main
from benchmarks.learning.owner import by_chance, by_habits
from benchmarks.learning.trial import Outcome, outcomes
from benchmarks.meetbench.bootstrap import Bootstrap, Estimate

OWNERS, PEOPLE = 40, 100
Years = list[tuple[Outcome, Outcome]]


@pytest.fixture(scope="module")
def with_a_liking() -> Years:
    return [outcomes(by_habits, owner, PEOPLE) for owner in range(OWNERS)]


@pytest.fixture(scope="module")
def at_random() -> Years:
    return [outcomes(by_chance, owner, PEOPLE) for owner in range(OWNERS)]


def change(years: Years, measure: str) -> Estimate:
    before = [getattr(without, measure) for without, _ in years]
    after = [getattr(with_it, measure) for _, with_it in years]
    return Bootstrap(OWNERS, 1000).difference(after, before)


def test_a_liking_that_habits_tell_is_learnt(with_a_liking: Years) -> None:
    assert change(with_a_liking, "auc").low > 0
    assert change(with_a_liking, "liked").low > 0


def test_answers_at_random_teach_next_to_nothing(at_random: Years) -> None:
    assert abs(change(at_random, "auc").mean) < 0.003
    assert fmean(with_it.factor[1] for _, with_it in at_random) < 0.04


def test_it_does_not_run_away(with_a_liking: Years, at_random: Years) -> None:
    for years in (with_a_liking, at_random):
        assert max(with_it.farthest for _, with_it in years) <= 1.25 + 1e-9
        assert change(years, "spread").mean > -0.05
    half, end = (fmean(with_it.factor[when] for _, with_it in at_random) for when in (0, 1))
    assert end < half + 0.02


def test_the_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2"]) == 0
    assert "Owners who like by habits" in capsys.readouterr().out
    assert main(["none"]) == 2
