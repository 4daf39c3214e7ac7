"""A calendar that comes as iCalendar text, wherever from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from adapters.calendar import child
from adapters.calendar.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.slot import Priority
    from bot.ports import Agenda

MAX_BYTES = 8 * 2**20
"""The largest calendar that is read."""


class Source(Protocol):
    """Where the text of a calendar comes from."""

    async def texts(self, start: datetime, end: datetime) -> Sequence[str]:
        """The iCalendar texts that hold at least what touches this time (UTC).

        Raises:
            CalendarError: they cannot be had.
        """
        ...


class IcalCalendar:
    """`bot.ports.Calendar` over a source of iCalendar text.

    `zone` is the owner's: times without a zone are theirs. `address` is the e-mail address by
    which others invite them in this calendar: what they declined does not keep them busy.
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
        """What touches that time: see `bot.ports.Calendar`.

        Raises:
            CalendarError: the calendar cannot be had, or is none.
        """
        texts = tuple(await self._source.texts(start, end))
        request = Request(texts, start, end, self._zone.key, self._address)
        return await child.agenda(request, self.name, self.priority)
