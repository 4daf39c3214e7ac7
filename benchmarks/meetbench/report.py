"""Tables of what came of the tasks."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.meetbench.measures import MEASURES
from benchmarks.meetbench.trial import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.meetbench.bootstrap import Estimate
    from benchmarks.meetbench.trial import Trial

_NAME, _CELL = 24, 22


def of_task(trial: Trial) -> Iterator[str]:
    """One task: every score's measures, then ours minus each."""
    task = trial.task
    pairs = sum(len(query.labels) for query in task.queries)
    yield (
        f"== {task.name}: {task.note} "
        f"({trial.people} people, {len(task.queries)} queries, {pairs} pairs)"
    )
    yield _row("", MEASURES)
    for name, one in trial.standings.items():
        yield _row(name, [_estimate(one.measures[measure]) for measure in MEASURES])
    yield _row("terrasse minus", MEASURES)
    for name, one in trial.standings.items():
        if name != OURS:
            yield _row(name, [_estimate(one.differences[it], "+") for it in MEASURES])


def of_all(trials: Sequence[Trial]) -> Iterator[str]:
    """The mean of the tasks, and the MAP on each of them."""
    yield f"== mean of {len(trials)} tasks"
    yield _row("", MEASURES)
    for name in trials[0].standings:
        yield _row(name, [f"{_mean(trials, name, measure):.3f}" for measure in MEASURES])
    yield "== MAP"
    yield _row("", [*(trial.task.name for trial in trials), "mean"])
    for name in trials[0].standings:
        each = [_value(trial, name, "MAP") for trial in trials]
        yield _row(name, [f"{value:.3f}" for value in [*each, fmean(each)]])
    best = {trial.task.name: _best_other(trial) for trial in trials}
    yield _row("best of the others", [name for name, _ in best.values()])
    ahead = [_value(trial, OURS, "MAP") - best[trial.task.name][1] for trial in trials]
    yield _row("terrasse minus it", [f"{value:+.3f}" for value in [*ahead, fmean(ahead)]])


def _best_other(trial: Trial) -> tuple[str, float]:
    others = {name: _value(trial, name, "MAP") for name in trial.standings if name != OURS}
    return max(others.items(), key=lambda item: item[1])


def _mean(trials: Sequence[Trial], name: str, measure: str) -> float:
    return fmean(_value(trial, name, measure) for trial in trials)


def _value(trial: Trial, name: str, measure: str) -> float:
    measures: Mapping[str, Estimate] = trial.standings[name].measures
    return measures[measure].mean


def _estimate(one: Estimate, sign: str = "") -> str:
    return f"{one.mean:{sign}.3f} [{one.low:{sign}.3f}, {one.high:{sign}.3f}]"


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:{_NAME}}" + "".join(f"{cell:>{_CELL + 3}}" for cell in cells)
