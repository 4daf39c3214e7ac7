"""A calendar in iCalendar text (RFC 5545).

Texts are parsed in a process of its own, with limits of time and memory, as some recurrence rules
keep a parser busy for hours.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.calendar.request import Answer, Request
from adapters.calendar.value import A_DAY
from bot.domain.meeting.slot import Busy
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import CalendarError
from bot.ports import Agenda

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from adapters.calendar.sources import Source
    from bot.domain.meeting.slot import Priority

SECONDS: Final = 60.0
"""The longest time that parsing may take."""
FRESH: Final = 60.0
"""For so many seconds a calendar is not read again: less than the time between two rounds."""
_LAST: Final = datetime.max.replace(tzinfo=UTC) - A_DAY
_ENVIRONMENT: Final = ("HOME", "PYTHONPATH", "PYTHONTZPATH")


class IcalCalendar:
    """`bot.ports.Calendar` over a source of iCalendar text.

    `zone` is the owner's, for times without a zone. `address` is the owner's e-mail address in
    this calendar: invitations to it that were declined do not make the owner busy. `trips`: its
    whole days may be trips.

    What was read is kept for `FRESH` seconds, as a round may ask several times, and its text is
    parsed only when it has changed.
    """

    def __init__(  # noqa: PLR0913 (what a calendar is told by the config)
        self,
        name: str,
        priority: Priority,
        source: Source,
        *,
        zone: ZoneInfo,
        address: str | None = None,
        trips: bool = False,
    ) -> None:
        self.name = name
        self.priority = priority
        self.trips = trips
        self._source = source
        self._zone = zone
        self._address = address
        self._read: tuple[float, Request, Answer | CalendarError] | None = None
        self._reading = asyncio.Lock()

    async def agenda(self, start: datetime, end: datetime) -> Agenda:
        """The busy times in this time: see `bot.ports.Calendar`.

        Raises:
            CalendarError: the source or its text cannot be read.
        """
        async with self._reading:
            answer = await self._answer(start, end)
        if isinstance(answer, CalendarError):
            raise answer
        busy = tuple(
            Busy(start=time.start, end=time.end, priority=self.priority, tentative=time.tentative)
            for time in answer.times
            if time.start < end and start < time.end
        )
        days = tuple(day for day in answer.days if day.start < end and start < day.end)
        return Agenda(busy, answer.events, answer.skipped, days)

    async def _answer(self, start: datetime, end: datetime) -> Answer | CalendarError:
        kept = self._read
        if kept is not None and not kept[1].start <= start <= end <= kept[1].end:
            kept = None
        if kept is not None and monotonic() - kept[0] < FRESH:
            return kept[2]
        request = Request(start=start, end=min(end, _LAST) + A_DAY, zone=self._zone.key,
                          address=self._address, trips=self.trips)  # fmt: skip
        try:
            texts = tuple(await self._source.texts(request.start, request.end))
            if kept is not None and kept[1].texts == texts:
                answer = kept[2]
                request = kept[1]
            else:
                request = msgspec.structs.replace(request, texts=texts)
                answer = await self._parsed(request)
        except CalendarError as problem:
            answer = problem
        self._read = monotonic(), request, answer
        return answer

    async def _parsed(self, request: Request) -> Answer:
        try:
            child = await _start_parser()
        except OSError as problem:
            raise CalendarError(
                marked("{name} cannot be read: its reader cannot be started ({why})."),
                name=self.name,
                why=reason(problem),
            ) from problem
        try:
            async with asyncio.timeout(SECONDS):
                output, _ = await child.communicate(msgspec.json.encode(request))
        except TimeoutError as problem:
            raise CalendarError(
                marked("{name} takes too long to read: it holds too much."), name=self.name
            ) from problem
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            raise CalendarError(
                marked(
                    "{name} cannot be read: its reader stopped (exit code {returncode}). It may "
                    "have needed more memory than a calendar should."
                ),
                name=self.name,
                returncode=child.returncode,
            )
        answer = msgspec.json.decode(output, type=Answer)
        if answer.fault is not None:
            raise CalendarError(
                marked("{name} {fault}"), name=self.name, fault=Sentence(answer.fault)
            )
        return answer


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
