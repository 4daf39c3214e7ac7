"""Runs the reader of iCalendar in a process of its own, within bounds."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.calendar.request import Answer
from bot.domain.slot import Busy
from bot.errors import CalendarError
from bot.ports import Agenda

if TYPE_CHECKING:
    from adapters.calendar.request import Request
    from bot.domain.slot import Priority

SECONDS: Final = 60.0
_ENVIRONMENT: Final = ("HOME", "PYTHONPATH", "PYTHONTZPATH")


async def agenda(request: Request, name: str, priority: Priority) -> Agenda:
    """Read iCalendar texts.

    Raises:
        CalendarError: they are none, or take too long; or their reader cannot be started.
    """
    try:
        child = await _started()
    except OSError as problem:
        message = f"{name} cannot be read: its reader cannot be started ({problem.strerror})."
        raise CalendarError(message) from problem
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await child.communicate(msgspec.json.encode(request))
    except TimeoutError as problem:
        message = f"{name} takes too long to read: one of its events repeats too often."
        raise CalendarError(message) from problem
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        message = (
            f"{name} cannot be read: its reader broke off (exit code {child.returncode}), as one "
            "does that needs more memory than a calendar should."
        )
        raise CalendarError(message)
    answer = msgspec.json.decode(said, type=Answer)
    if answer.fault is not None:
        message = f"{name} {answer.fault}"
        raise CalendarError(message)
    busy = tuple(Busy(one.start, one.end, priority, one.tentative) for one in answer.times)
    return Agenda(busy, answer.events, answer.skipped)


async def _started() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # whatever lies in the working directory
        "-m",
        "adapters.calendar.reading",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Not the others, which may hold secrets.
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
