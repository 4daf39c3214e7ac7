"""The process that owns a network: when it is to end, or does, nothing stays behind.

Usage: python -m tests.e2e.labs.bluesky.supervisor [--rate-limits] [--background]

It says on stdout where the network is, in one line. It ends when its stdin does, and so with
whoever holds the other end, however they went; in the background it ends at SIGTERM.
"""

from __future__ import annotations

import argparse
import select
import signal
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.e2e.labs.bluesky import background
from tests.e2e.labs.bluesky.network import network
from tests.e2e.labs.failure import LabError

if TYPE_CHECKING:
    from types import FrameType

_ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK_S = 0.5


def main() -> int:
    """Start, announce, wait, stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate-limits", action="store_true")
    parser.add_argument("--background", action="store_true")
    arguments = parser.parse_args()
    for ending in _ENDINGS:
        signal.signal(ending, _leave)
    try:
        with ExitStack() as stack:
            state = stack.enter_context(background.held()) if arguments.background else None
            running = stack.enter_context(network(rate_limits=arguments.rate_limits))
            if state is not None:
                background.announce(state, running.info)
            sys.stdout.write(running.info.to_json() + "\n")
            sys.stdout.flush()
            while running.is_running:
                if state is not None:
                    time.sleep(_LOOK_S)
                elif select.select([sys.stdin], [], [], _LOOK_S)[0]:
                    return 0
    except LabError as error:
        sys.stderr.write(f"{error}\n")
    else:
        sys.stderr.write("A server of the lab ended by itself.\n")
    return 1


def _leave(_signal: int, _frame: FrameType | None) -> None:
    for ending in _ENDINGS:  # a second one must not break off the cleaning up
        signal.signal(ending, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
