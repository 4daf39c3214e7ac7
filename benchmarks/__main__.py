"""`python -m benchmarks [NAME…]`: one JSON line for each figure."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from benchmarks import backfill, decode, increment, ingest, memory, rank, start, web

BENCHMARKS = {
    "backfill": backfill.measure,
    "decode": decode.measure,
    "ingest": ingest.measure,
    "increment": increment.measure,
    "memory": memory.measure,
    "rank": rank.measure,
    "start": start.measure,
    "web": web.measure,
}


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there is {', '.join(BENCHMARKS)}")
        return 2
    for name in names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(json.dumps(asdict(figure)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
