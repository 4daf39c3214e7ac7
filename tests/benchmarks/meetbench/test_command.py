"""`python -m benchmarks.meetbench`: what it prints and writes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from benchmarks.meetbench.__main__ import main
from benchmarks.meetbench.baselines import BASELINES
from benchmarks.meetbench.candidates import CANDIDATES
from tests.benchmarks.meetbench.tasks import TRUTH, write

if TYPE_CHECKING:
    from pathlib import Path


def test_every_score_stands_in_every_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b")

    assert 0 == main([str(tmp_path), "--draws", "20"])

    printed = capsys.readouterr().out
    for name in (*BASELINES, *CANDIDATES):
        # Measures and differences of two tasks, the mean, the MAP.
        assert 6 <= sum(line.startswith(f"{name} ") for line in printed.splitlines())
    assert "== a: in touch later (1 people, 1 queries, 3 pairs)" in printed
    assert "== mean of 2 tasks" in printed


def test_talk_both_ways_over_weeks_comes_first_in_the_scores_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "tasks", "a")

    assert 0 == main([str(tmp_path / "tasks"), "--draws", "20", "--scores", str(tmp_path / "out")])

    with (tmp_path / "out" / "a.csv").open() as file:
        rows = [(row["ego"], row["alter"], float(row["score"])) for row in csv.DictReader(file)]
    assert [(ego, alter) for ego, alter, _ in TRUTH] == [(ego, alter) for ego, alter, _ in rows]
    assert "2" == max(rows, key=lambda row: row[2])[1]
    ours = next(one for one in capsys.readouterr().out.splitlines() if one.startswith("terrasse "))
    assert ours.count("1.000 [1.000, 1.000]") == 3


def test_a_broken_task_is_told_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (write(tmp_path) / "truth.csv.gz").unlink()

    assert 2 == main([str(tmp_path), "--draws", "20"])

    said = capsys.readouterr()
    assert "truth.csv.gz cannot be read: No such file" in said.err
    assert "Traceback" not in said.err


def test_a_task_in_which_everything_came_true_cannot_be_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, truth=[("1@c0", "2", "1"), ("1@c0", "3", "1")])

    assert 2 == main([str(tmp_path), "--draws", "20"])

    assert "only one label" in capsys.readouterr().err


@pytest.mark.parametrize("draws", ["0", "-1", "many"])
def test_as_many_draws_as_cannot_be_are_refused(tmp_path: Path, draws: str) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path), "--draws", draws])

    assert 2 == refused.value.code
