"""`python -m benchmarks.learning [OWNERS]`: a year of so many owners, with learning and without."""

from __future__ import annotations

import sys
from statistics import fmean

from benchmarks.learning.trial import LIKINGS, outcomes
from benchmarks.meetbench.bootstrap import Bootstrap, Estimate

OWNERS = 200
DRAWS = 1000
MEASURES = ("liked", "auc", "spread", "people")


def main(arguments: list[str]) -> int:
    """Print what learning changed, with the middle 95 % of bootstrap draws of owners."""
    if len(arguments) > 1 or not all(
        argument.isdecimal() and int(argument) for argument in arguments
    ):
        print("usage: python -m benchmarks.learning [OWNERS]", file=sys.stderr)
        return 2
    owners = int(arguments[0]) if arguments else OWNERS
    draw = Bootstrap(owners, DRAWS)
    for name, liking in LIKINGS.items():
        years = [outcomes(liking, owner) for owner in range(owners)]
        print(f"\nOwners who like {name}    without      with  difference")
        for measure in MEASURES:
            before = [float(getattr(without, measure)) for without, _ in years]
            after = [float(getattr(with_it, measure)) for _, with_it in years]
            change = _told(draw.difference(after, before))
            print(f"{measure:24} {fmean(before):9.3f} {fmean(after):9.3f}  {change}")
        half, end = (fmean(with_it.factor[when] for _, with_it in years) for when in (0, 1))
        print(f"factor, from 1: {half:.3f} after half a year, {end:.3f} after a year; ", end="")
        print(f"at most {max(with_it.farthest for _, with_it in years):.3f}")
    return 0


def _told(change: Estimate) -> str:
    return f"{change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
