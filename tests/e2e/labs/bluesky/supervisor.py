"""The process that owns a network.

Usage: python -m tests.e2e.labs.bluesky.supervisor [--rate-limits] [--background]
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from tests.e2e.labs.bluesky.lab import BLUESKY
from tests.e2e.labs.bluesky.network import network
from tests.e2e.labs.supervisor import supervise


def main() -> int:
    """Own one until it is to end."""
    parser = ArgumentParser()
    parser.add_argument("--rate-limits", action="store_true")
    return supervise(BLUESKY, parser, lambda options: network(rate_limits=options.rate_limits))


if __name__ == "__main__":
    sys.exit(main())
