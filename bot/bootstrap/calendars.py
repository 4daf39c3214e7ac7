"""Opening the calendars that the config names."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.calendar.holidays import PublicHolidays
from bot.domain.sentence import marked
from bot.errors import CalendarError, ConfigError, UserError
from config.models.calendar import CalendarKind, calendar_place
from config.models.meeting import CalendarTable
from config.models.server import web_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from adapters.calendar.sources import Source
    from adapters.http import Client
    from bot.ports import Calendar, Holidays
    from config.models.settings import Settings


def open_holidays(settings: Settings) -> Holidays | None:
    """The holidays on which nothing is proposed, if the owner said where they live."""
    region = settings.meetings.holidays
    return None if region is None else PublicHolidays(region.country, region.part)


class Calendars:
    """Opens each calendar; those on the web share connections."""

    def __init__(self, calendars: tuple[CalendarTable, ...], zone: ZoneInfo) -> None:
        self._calendars = calendars
        self._zone = zone
        self._client: Client | None = None

    def open(self) -> tuple[Calendar, ...]:
        """All calendars; none is read yet."""
        if not self._calendars:
            return ()
        from adapters.calendar.ical import IcalCalendar  # noqa: PLC0415

        named = zip(self._calendars, _names(self._calendars), strict=True)
        return tuple(
            IcalCalendar(
                name,
                calendar.rank,
                self._source(calendar, name),
                zone=self._zone,
                address=calendar.email,
                trips=calendar.trips,
            )
            for calendar, name in named
        )

    async def close(self) -> None:
        """Close the connections to calendars on the web."""
        if self._client is not None:
            await self._client.aclose()

    def _source(self, calendar: CalendarTable, name: str) -> Source:
        from adapters.calendar.sources import CaldavSource, FileSource, WebSource  # noqa: PLC0415

        if calendar.url is not None and calendar.url.kind is CalendarKind.FILE:
            return FileSource(Path(calendar.url.place))
        client = self._web()
        if calendar.url is not None and calendar.url.kind is CalendarKind.CALDAV:
            return CaldavSource(client, name, calendar.url.place, _credentials(calendar, name))
        if calendar.url is not None:
            place = calendar.url.place
            return WebSource(client, name, lambda: place, _credentials(calendar, name))
        return WebSource(client, name, lambda: _secret_address(calendar, name))

    def _web(self) -> Client:
        from adapters.http import open_client  # noqa: PLC0415

        places = (address.url for address in self._calendars if address.url is not None)
        written = [address.place for address in places if address.kind is not CalendarKind.FILE]
        self._client = self._client or open_client(written)
        return self._client


def calendar_at(
    place: str, settings: Settings | None, email: str | None = None
) -> tuple[CalendarTable, ...]:
    """One calendar by its file or address: as the config has it, if it names it.

    Raises:
        UserError: the place is none.
    """
    configured = () if settings is None else settings.calendar
    is_address = ":" in place and not Path(place).is_file()
    try:
        url = calendar_place(place if is_address else f"file:{place}", Path.cwd())
    except ValueError as problem:
        raise UserError(marked("The calendar {problem}"), problem=problem) from None
    known = next((table for table in configured if table.url == url), None)
    addresses = {table.email for table in configured if table.email}
    usual = addresses.pop() if len(addresses) == 1 else None
    table = known or CalendarTable.model_construct(url=url, email=usual)
    return (table.model_copy(update={"email": email or table.email}),)


def _names(calendars: tuple[CalendarTable, ...]) -> list[str]:
    """The calendars' names; a number is added to those that repeat."""
    names = []
    given: Counter[str] = Counter()
    for calendar in calendars:
        name = calendar.name or (calendar.url.name if calendar.url else "calendar")
        given[name] += 1
        names.append(name if given[name] == 1 else f"{name} ({given[name]})")
    return names


def _credentials(calendar: CalendarTable, name: str) -> Callable[[], tuple[str, str]] | None:
    user = calendar.user
    return None if user is None else lambda: (user, _secret(calendar, name))


def _secret_address(calendar: CalendarTable, name: str) -> str:
    from adapters.calendar.sources import over_https  # noqa: PLC0415

    address = over_https(_secret(calendar, name))
    try:
        web_address(address)
    except ValueError as problem:
        raise CalendarError(
            marked("{name} cannot be read: its secret {problem}"), name=name, problem=problem
        ) from problem
    return address


def _secret(calendar: CalendarTable, name: str) -> str:
    if calendar.secret is None:
        # The rules of the config exclude this case.
        raise CalendarError(marked("{name} cannot be read: it has no secret."), name=name)
    try:
        return calendar.secret.read(os.environ).get_secret_value()
    except ConfigError as problem:
        raise CalendarError(
            marked("{name} cannot be read: {problem}"), name=name, problem=problem
        ) from problem
