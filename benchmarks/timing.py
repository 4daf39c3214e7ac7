"""How long work takes, measured so that a busy machine does not decide who wins."""

from __future__ import annotations

import gc
import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def in_turn(runs: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of CPU that each of these takes, run one after the other, in turn.

    CPU and not the wall's, as these compute only, and other processes would count otherwise.
    """
    for work in works:
        work()
    rounds = [[_cpu_seconds(work) for work in works] for _ in range(runs)]
    return [median(times) for times in zip(*rounds, strict=True)]


def _cpu_seconds(work: Callable[[], object]) -> float:
    # What the one before left lying is not for the next to clear away.
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
