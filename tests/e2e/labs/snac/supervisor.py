"""The process that owns a server: when it is to end, or does, nothing stays behind.

Usage: python -m tests.e2e.labs.snac.supervisor [--background] NAME…

It says on stdout where the server is, in one line. It ends when its stdin does, and so with
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

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.snac import background
from tests.e2e.labs.snac.running import running

if TYPE_CHECKING:
    from types import FrameType

_ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK_S = 0.5


def main() -> int:
    """Start, announce, wait, stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--background", action="store_true")
    parser.add_argument("names", nargs="+")
    arguments = parser.parse_args()
    for ending in _ENDINGS:
        signal.signal(ending, _leave)
    try:
        with ExitStack() as stack:
            place = stack.enter_context(background.taken()) if arguments.background else None
            server = stack.enter_context(running(arguments.names))
            if place is not None:
                background.announce(place, server.info)
            sys.stdout.write(server.info.to_json() + "\n")
            sys.stdout.flush()
            while server.is_running:
                if place is not None:
                    time.sleep(_LOOK_S)
                elif select.select([sys.stdin], [], [], _LOOK_S)[0]:
                    return 0
    except LabError as error:
        sys.stderr.write(f"{error}\n")
    else:
        sys.stderr.write("The server ended by itself.\n")
    return 1


def _leave(_signal: int, _frame: FrameType | None) -> None:
    for ending in _ENDINGS:  # a second one must not break off the cleaning up
        signal.signal(ending, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
