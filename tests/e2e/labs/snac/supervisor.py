"""The process that owns a server.

Usage: python -m tests.e2e.labs.snac.supervisor [--background] NAME…
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from tests.e2e.labs.snac.lab import SNAC
from tests.e2e.labs.snac.server import server
from tests.e2e.labs.supervisor import supervise


def main() -> int:
    """Own one until it is to end."""
    parser = ArgumentParser()
    parser.add_argument("names", nargs="+")
    return supervise(SNAC, parser, lambda options: server(options.names))


if __name__ == "__main__":
    sys.exit(main())
