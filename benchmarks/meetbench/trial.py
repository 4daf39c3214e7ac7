"""One task, judged with every score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.meetbench import terrasse
from benchmarks.meetbench.baselines import BASELINES
from benchmarks.meetbench.bootstrap import Bootstrap, Estimate
from benchmarks.meetbench.candidates import CANDIDATES
from benchmarks.meetbench.measures import MEASURES, by_person
from benchmarks.meetbench.task import TaskError
from benchmarks.meetbench.tie import ties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.meetbench.task import Task

OURS: Final = "terrasse"

Scores = dict[str, dict[str, float]]
"""By ego and alter."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one score did: each measure, and ours minus it."""

    measures: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of one task. `scores` are ours; `standings` are by the score's name."""

    task: Task
    people: int
    scores: Scores
    standings: Mapping[str, Standing]


def hold(task: Task, draws: int) -> Trial:
    """Score and judge all.

    Raises TaskError where no query has both a candidate who came true and one who did not.
    """
    named = _scores(task)
    judged = {name: by_person(task, scores) for name, scores in named.items()}
    people = sorted(judged[OURS])
    if not people:
        message = f"{task.name}: every query has only one label, so no ranking can be judged."
        raise TaskError(message)
    bootstrap = Bootstrap(len(people), draws)
    values = {
        name: {measure: [found[who][measure] for who in people] for measure in MEASURES}
        for name, found in judged.items()
    }
    standings = {
        name: Standing(
            {measure: bootstrap.estimate(mine[measure]) for measure in MEASURES},
            {
                measure: bootstrap.difference(values[OURS][measure], mine[measure])
                for measure in MEASURES
            },
        )
        for name, mine in values.items()
    }
    return Trial(task, len(people), named[OURS], standings)


def _scores(task: Task) -> dict[str, Scores]:
    simple = {**CANDIDATES, **BASELINES}
    found: dict[str, Scores] = {OURS: {}, **{name: {} for name in simple}}
    for query in task.queries:
        found[OURS][query.ego] = terrasse.scores(query)
        known = ties(query)
        for name, score in simple.items():
            found[name][query.ego] = {alter: score(tie) for alter, tie in known.items()}
    return found
