"""The lab from the command line, for work by hand.

Usage: python -m tests.e2e.labs.bluesky install|start|seed|status|stop
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.e2e.labs.bluesky.lab import BLUESKY
from tests.e2e.labs.bluesky.seed import seed
from tests.e2e.labs.command import Command

if TYPE_CHECKING:
    from tests.e2e.labs.bluesky.info import Info


def main() -> int:
    """Do what is asked."""
    command = Command(BLUESKY, seed=_seed)
    return command.carry_out(command.parser.parse_args().act)


def _seed(info: Info) -> str:
    seeded = seed(info)
    counts = ", ".join(f"{count} {kind}" for kind, count in seeded.counts.items())
    return f"{counts}. The owner: {seeded.owner.handle}, {seeded.owner.password}"


if __name__ == "__main__":
    sys.exit(main())
