"""The process that owns a lab's servers: when it is to end, or does, nothing stays behind.

It says on stdout where they are, in one line. It ends when its stdin does, and so with whoever
holds the other end, however they went; in the background it ends at SIGTERM.
"""

from __future__ import annotations

import select
import signal
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.e2e.labs import background
from tests.e2e.labs.failure import LabError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from types import FrameType

    from tests.e2e.labs.info import InfoT
    from tests.e2e.labs.kind import Kind
    from tests.e2e.labs.running import Running

_ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK_S = 0.5


def supervise(
    kind: Kind[InfoT],
    parser: ArgumentParser,
    run: Callable[[Namespace], AbstractContextManager[Running[InfoT]]],
) -> int:
    """Start, announce, wait, stop; gives the exit status.

    `parser` knows the options that `run` reads; `--background` comes to them here.
    """
    parser.add_argument("--background", action="store_true")
    options = parser.parse_args()
    for ending in _ENDINGS:
        signal.signal(ending, _leave)
    try:
        with ExitStack() as stack:
            state = stack.enter_context(background.held(kind)) if options.background else None
            running = stack.enter_context(run(options))
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
