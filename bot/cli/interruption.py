"""Ctrl-C and SIGTERM: a command ends at once, without a traceback.

What is under way is cancelled, so that it can close what it holds. What cannot be cancelled, such
as a thread that waits for a name server, is not waited for: the store is whole after a kill at any
moment, and what was on its way is looked for by the next call.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from types import FrameType

GRACE: Final = 1.0
"""Seconds for closing what is open."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def exit_code(signum: int) -> int:
    """The exit code after a signal, as shells count."""
    return 128 + signum


def run(work: Coroutine[Any, Any, None], received: list[int]) -> None:
    """Run a coroutine to its end; signals are added to `received`, and cancel it.

    Raises:
        SystemExit: a signal ended it.
    """
    import asyncio

    try:
        asyncio.run(_interruptible(work, received))
    except asyncio.CancelledError:
        if not received:
            raise
        sys.exit(exit_code(received[0]))


async def _interruptible(work: Coroutine[Any, Any, None], received: list[int]) -> None:
    import asyncio

    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def interrupt(signum: int, _frame: FrameType | None) -> None:
        if received:
            os._exit(exit_code(signum))
        received.append(signum)
        end = Timer(GRACE, os._exit, (exit_code(signum),))
        end.daemon = True
        end.start()
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    with _handled(interrupt):
        try:
            await work
        except asyncio.CancelledError:
            # Connections are given back in tasks of their own, which nobody may cancel.
            if closing := asyncio.all_tasks() - {task}:
                await asyncio.wait(closing)
            raise


@contextmanager
def ends_at_once() -> Iterator[None]:
    """While the process waits for an answer, no task can be cancelled: a signal ends the wait.

    Raises:
        SystemExit: there was a signal.
    """

    def leave(signum: int, _frame: FrameType | None) -> None:
        sys.exit(exit_code(signum))

    with _handled(leave):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle signals so, except those that whoever started the process had ignored."""
    before = {signum: signal.getsignal(signum) for signum in _SIGNALS}
    heeded = [signum for signum in _SIGNALS if before[signum] is not signal.SIG_IGN]
    for signum in heeded:
        signal.signal(signum, handler)
    try:
        yield
    finally:
        for signum in heeded:
            signal.signal(signum, before[signum])
