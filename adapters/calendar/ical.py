"""A calendar in iCalendar text (RFC 5545).

Texts are parsed in a process of its own, with limits of time and memory, as some recurrence rules
keep a parser busy for hours.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.calendar.request import Answer, Request
from bot.domain.meeting.slot import Busy
from bot.errors import CalendarError
from bot.ports import Agenda

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from adapters.calendar.sources import Source
    from bot.domain.meeting.slot import Priority

SECONDS: Final = 60.0
"""The longest time that parsing may take."""
_ENVIRONMENT: Final = ("HOME", "PYTHONPATH", "PYTHONTZPATH")


class IcalCalendar:
    """`bot.ports.Calendar` over a source of iCalendar text.

    `zone` is the owner's, for times without a zone. `address` is the owner's e-mail address in
    this calendar: invitations to it that were declined do not make the owner busy.
    """

    def __init__(
        self,
        name: str,
        priority: Priority,
        source: Source,
        *,
        zone: ZoneInfo,
        address: str | None = None,
    ) -> None:
        self.name = name
        self.priority = priority
        self._source = source
        self._zone = zone
        self._address = address

    async def agenda(self, start: datetime, end: datetime) -> Agenda:
        """The busy times in this time: see `bot.ports.Calendar`.

        Raises:
            CalendarError: the source or its text cannot be read.
        """
        request = Request(
            texts=tuple(await self._source.texts(start, end)),
            start=start,
            end=end,
            zone=self._zone.key,
            address=self._address,
        )
        answer = await self._parsed(request)
        if answer.fault is not None:
            message = f"{self.name} {answer.fault}"
            raise CalendarError(message)
        busy = tuple(
            Busy(start=time.start, end=time.end, priority=self.priority, tentative=time.tentative)
            for time in answer.times
        )
        return Agenda(busy, answer.events, answer.skipped)

    async def _parsed(self, request: Request) -> Answer:
        try:
            child = await _start_parser()
        except OSError as problem:
            message = (
                f"{self.name} cannot be read: its reader cannot be started ({problem.strerror})."
            )
            raise CalendarError(message) from problem
        try:
            async with asyncio.timeout(SECONDS):
                output, _ = await child.communicate(msgspec.json.encode(request))
        except TimeoutError as problem:
            message = f"{self.name} takes too long to read: one of its events repeats too often."
            raise CalendarError(message) from problem
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            message = (
                f"{self.name} cannot be read: its reader broke off (exit code {child.returncode}), "
                "as one does that needs more memory than a calendar should."
            )
            raise CalendarError(message)
        return msgspec.json.decode(output, type=Answer)


async def _start_parser() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # do not import modules from the working directory
        "-m",
        "adapters.calendar.reading",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Other variables may hold secrets.
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
