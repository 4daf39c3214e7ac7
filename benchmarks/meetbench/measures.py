"""Measures of a ranking: does it put those first whom the person was in touch with?"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.meetbench.task import Query, Task

MEASURES: Final = ("P@5", "NDCG@10", "MAP", "AUC")

Measured = dict[str, float]


def by_person(task: Task, scores: Mapping[str, Mapping[str, float]]) -> dict[str, Measured]:
    """The measures of each person, as the mean of their queries; `scores` are by ego and alter.

    A candidate without a score comes last. Queries in which all candidates, or none, came
    true say nothing about a ranking and are left out.
    """
    found: defaultdict[str, list[Measured]] = defaultdict(list)
    for query in task.queries:
        if len(set(query.labels.values())) > 1:
            found[query.person].append(measured(query, scores[query.ego]))
    return {
        person: {name: fmean(measures[name] for measures in several) for name in MEASURES}
        for person, several in found.items()
    }


def measured(query: Query, scores: Mapping[str, float]) -> Measured:
    """All measures of one ranking; some candidates came true and some did not."""
    worth = {alter: scores.get(alter, -math.inf) for alter in query.labels}
    ranking = sorted(worth, key=lambda alter: (-worth[alter], _tie_breaker(query.ego, alter)))
    hits = [query.labels[alter] for alter in ranking]
    return {
        "P@5": fmean(hits[:5]),
        "NDCG@10": _ndcg(hits[:10], sum(hits)),
        "MAP": _average_precision(hits),
        "AUC": _area([(worth[alter], query.labels[alter]) for alter in worth]),
    }


@cache
def _tie_breaker(ego: str, alter: str) -> bytes:
    # Ties are broken by a hash, the same in every run, never by the order of the file.
    return hashlib.md5(f"{ego}|{alter}".encode(), usedforsecurity=False).digest()


def _ndcg(hits: Sequence[bool], true: int) -> float:
    gained = math.fsum(hit / math.log2(place) for place, hit in enumerate(hits, start=2))
    at_best = math.fsum(1 / math.log2(place) for place in range(2, min(10, true) + 2))
    return gained / at_best


def _average_precision(hits: Sequence[bool]) -> float:
    places = [place for place, hit in enumerate(hits, start=1) if hit]
    return fmean(count / place for count, place in enumerate(places, start=1))


def _area(worth: Sequence[tuple[float, bool]]) -> float:
    """The area under the ROC curve; equal scores count half."""
    true = Counter(value for value, label in worth if label)
    false = Counter(value for value, label in worth if not label)
    below, won = 0, 0.0
    for value in sorted(true.keys() | false.keys()):
        won += true[value] * (below + false[value] / 2)
        below += false[value]
    return won / (true.total() * false.total())
