"""Timing that neither a busy machine nor the order of the runs distorts."""

from __future__ import annotations

import gc
import time
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST: Final = 0.1
"""Seconds of CPU that are worth measuring. What takes less is repeated, as by `timeit`: done once,
after a quarter of a second of other work, it finds nothing in the processor's caches, and what
takes a third of a millisecond takes nine tenths."""


def in_turn(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of CPU that each of these takes once, measured in turn.

    CPU time, not wall time: these only compute, and other processes must not count.
    """
    times = [_times(work) for work in works]
    measured = [
        [_cpu_seconds(work, many) / many for work, many in zip(works, times, strict=True)]
        for _ in range(rounds)
    ]
    return [median(seconds) for seconds in zip(*measured, strict=True)]


def _times(work: Callable[[], object]) -> int:
    """How many repetitions make the time long enough to measure."""
    many = 1
    while _cpu_seconds(work, many) < LEAST:
        many *= 2
    return many


def _cpu_seconds(work: Callable[[], object], many: int) -> float:
    # The garbage of one run must not be collected in the time of the next.
    gc.collect()
    start = time.process_time()
    for _ in range(many):
        work()
    return time.process_time() - start
