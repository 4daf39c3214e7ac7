"""Tables of the results."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.meetbench.baselines import BASELINES
from benchmarks.meetbench.bootstrap import mean_of
from benchmarks.meetbench.candidates import CANDIDATES
from benchmarks.meetbench.measures import MEASURES
from benchmarks.meetbench.trial import OURS, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.meetbench.bootstrap import Estimate
    from benchmarks.meetbench.trial import Trial

_NAME, _CELL = 24, 25


def of_task(trial: Trial) -> Iterator[str]:
    """One task: every score's measures, then ours minus each."""
    task = trial.task
    pairs = sum(len(query.labels) for query in task.queries)
    yield (
        f"== {task.name}: {task.note} "
        f"({trial.people} people, {len(task.queries)} queries, {pairs} pairs)"
    )
    yield from _tables(trial.standings)


def of_all(trials: Sequence[Trial]) -> Iterator[str]:
    """The mean of the tasks, then the MAP on each of them."""
    yield f"== mean of {len(trials)} tasks"
    names = list(trials[0].standings)
    yield from _tables({name: _mean([trial.standings[name] for trial in trials]) for name in names})
    yield ""
    yield "== MAP"
    yield _row("", [*(trial.task.name for trial in trials), "mean"])
    for name in names:
        yield _row(name, _with_mean([_map(trial, name) for trial in trials]))
    for title, others in (("baseline", BASELINES), ("candidate", CANDIDATES)):
        best = [max(others, key=lambda name: _map(trial, name)) for trial in trials]
        ahead = [
            _map(trial, OURS) - _map(trial, name) for trial, name in zip(trials, best, strict=True)
        ]
        yield _row(f"best {title}", best)
        yield _row(f"{OURS} minus it", _with_mean(ahead, "+"))


def _tables(standings: Mapping[str, Standing]) -> Iterator[str]:
    yield _row("", MEASURES)
    for name, standing in standings.items():
        yield _row(name, [_estimate(standing.measures[measure]) for measure in MEASURES])
    yield _row(f"{OURS} minus", MEASURES)
    for name, standing in standings.items():
        if name != OURS:
            yield _row(
                name, [_estimate(standing.differences[measure], "+") for measure in MEASURES]
            )


def _mean(several: Sequence[Standing]) -> Standing:
    return Standing(
        {
            measure: mean_of([standing.measures[measure] for standing in several])
            for measure in MEASURES
        },
        {
            measure: mean_of([standing.differences[measure] for standing in several])
            for measure in MEASURES
        },
    )


def _map(trial: Trial, name: str) -> float:
    return trial.standings[name].measures["MAP"].mean


def _with_mean(values: Sequence[float], sign: str = "") -> list[str]:
    return [f"{value:{sign}.3f}" for value in [*values, fmean(values)]]


def _estimate(estimate: Estimate, sign: str = "") -> str:
    return f"{estimate.mean:{sign}.3f} [{estimate.low:{sign}.3f}, {estimate.high:{sign}.3f}]"


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)
