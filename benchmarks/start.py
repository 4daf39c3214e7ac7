"""How long `terrasse --help` takes, beside what it cannot do without."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.figure import Figure

RUNS: Final = 21


def measure() -> list[Figure]:
    """Whole processes, ours and the peer in turn; the median of each."""
    terrasse = str(Path(sys.executable).with_name("terrasse"))
    ours, peer = [], []
    for _ in range(RUNS):
        ours.append(_seconds(terrasse, "--help"))
        peer.append(_seconds(sys.executable, "-c", "import click"))
    return [Figure("start", "terrasse --help", median(ours), median(peer), "import click")]


def _seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
