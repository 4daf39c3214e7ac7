"""`python -m benchmarks.meetbench DIR [--scores OUT]`: the score's quality, beside others."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.meetbench import report, task, trial
from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.meetbench.trial import Trial

DRAWS = 1000


def main(words: Sequence[str]) -> int:
    """Judge every task in a folder; 2 where one of them cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meetbench", description=__doc__)
    parser.add_argument("dir", type=Path, help="the folder that holds the task folders")
    parser.add_argument("--scores", type=Path, metavar="OUT", help="write OUT/TASK.csv")
    parser.add_argument(
        "--draws", type=_positive, default=DRAWS, help=f"of the bootstrap ({DRAWS})"
    )
    parser.add_argument(
        "--signals", nargs="+", default=[], metavar="KIND", help="kinds that are no talk (rt)"
    )
    wanted = parser.parse_args(words)
    try:
        trials = []
        for folder in task.folders(wanted.dir):
            trials.append(trial.hold(task.read(folder, wanted.signals), wanted.draws))
            if wanted.scores:
                _write(trials[-1], wanted.scores)
            print(*report.of_task(trials[-1]), "", sep="\n", flush=True)
        print(*report.of_all(trials), sep="\n")
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError
    return number


def _write(found: Trial, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{found.task.name}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("ego", "alter", "score"))
        for ego, scores in found.scores.items():
            rows.writerows((ego, alter, repr(value)) for alter, value in scores.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
