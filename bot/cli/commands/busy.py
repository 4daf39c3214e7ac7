"""`busy`."""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import Styled, echo, echo_json
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.cli.session import Session
    from bot.domain.meeting.slot import Busy
    from bot.errors import CalendarError
    from bot.ports import Agenda, Calendar
    from bot.text.language.catalogue import Catalogue

DAYS = 21
REFUSED = 3
"""The exit code where a calendar cannot be read: that of `CalendarError`."""


@click.command()
@click.argument("place", metavar="[FILE|URL]", required=False)
@click.option("--from", "first", metavar="DAY", help="The first day: 2026-12-24. Otherwise today.")
@click.option("--to", "last", metavar="DAY", help="The last day. Otherwise three weeks later.")
@click.option("--email", metavar="ADDRESS", help="Your address in it: what you declined is free.")
@click.option("--timezone", metavar="ZONE", help="Yours. Otherwise that of the config, else UTC.")
@click.option("--json", "as_json", is_flag=True, help="A list with an object for each calendar.")
@command
async def busy(  # noqa: PLR0913 (its options)
    session: Session,
    *,
    place: str | None,
    first: str | None,
    last: str | None,
    email: str | None,
    timezone: str | None,
    as_json: bool,
) -> None:
    """Show what is read of your calendars, or of one FILE or URL.

    What cannot be read is listed with its line, and all that is known of it counts as busy. Needs
    no config where a FILE or URL is given. The exit code is 3 if a calendar cannot be read at all.
    """
    from bot.bootstrap.calendars import Calendars, calendar_at
    from bot.errors import CalendarError
    from bot.text.language.catalogue import catalogue

    settings = session.settings() if place is None or session.config_path() else None
    words = catalogue(session.language)
    zone = _zone(timezone, settings.timezone if settings else None)
    tables = () if settings is None else settings.calendar
    if place is not None:
        tables = calendar_at(place, settings, email)
    start, end = _days(first, last, zone)
    calendars = Calendars(tables, zone)
    found: list[tuple[Calendar, Agenda | CalendarError]] = []
    try:
        for calendar in calendars.open():
            try:
                found.append((calendar, await calendar.agenda(start, end)))
            except CalendarError as problem:
                found.append((calendar, problem))
    finally:
        await calendars.close()
    if as_json:
        echo_json([_object(calendar.name, agenda, words) for calendar, agenda in found])
    elif not found:
        echo(words.say("The config names no [[calendar]]. Show any: terrasse busy FILE"))
    else:
        for calendar, agenda in found:
            _print(calendar.name, agenda, zone, words)
    if any(isinstance(agenda, CalendarError) for _, agenda in found):
        sys.exit(REFUSED)


def _zone(given: str | None, configured: ZoneInfo | None) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    from bot.errors import UserError
    from config.models.zone import zone

    if given is None:
        return configured or ZoneInfo("UTC")
    try:
        return zone(given)
    except ValueError as problem:
        raise UserError(
            marked("--timezone: “{given}” {problem}"), given=given, problem=problem
        ) from None


def _days(first: str | None, last: str | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, UTC."""
    from bot.domain.schedule import instant
    from bot.errors import UserError

    since = _day("--from", first) or datetime.now(zone).date()
    try:
        until = _day("--to", last) or since + timedelta(days=DAYS)
        if until < since:
            raise UserError(
                marked("--to {last} is before --from {since}."), last=until, since=since
            )
        start, end = datetime.combine(since, time()), datetime.combine(until, time())
        return instant(start, zone), instant(end + timedelta(days=1), zone)
    except OverflowError:
        raise UserError(marked("These days are too far away.")) from None


def _day(option: str, text: str | None) -> date | None:
    from bot.errors import UserError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UserError(
            marked("{option}: “{text}” is not a day such as 2026-12-24."), option=option, text=text
        ) from None


def _object(name: str, agenda: Agenda | CalendarError, words: Catalogue) -> dict[str, object]:
    from bot.cli.output import instant

    if isinstance(agenda, Exception):
        return {"calendar": name, "busy": [], "skipped": [], "fault": words.tell(agenda)}
    return {
        "calendar": name,
        "busy": [
            {"start": instant(busy.start), "end": instant(busy.end), "tentative": busy.tentative}
            for busy in agenda.busy
        ],
        "skipped": [{"line": unread.line, "why": unread.why(words)} for unread in agenda.skipped],
        "fault": None,
    }


def _print(name: str, agenda: Agenda | CalendarError, zone: ZoneInfo, words: Catalogue) -> None:
    from bot.cli.output import wrapped

    echo(Styled(name, bold=True), f" ({zone.key})")
    if isinstance(agenda, Exception):
        echo("  ", Styled("!!", fg="red"), f" {words.tell(agenda)}")
        return
    for busy in agenda.busy:
        perhaps = words.say(" (perhaps)") if busy.tentative else ""
        echo(wrapped(f"{_span(busy, zone, words)}{perhaps}", "  "))
    if not agenda.busy:
        echo("  ", words.say("Nothing keeps you busy in these days."))
    for unread in agenda.skipped:
        echo(Styled(wrapped(f"– {unread.at_line(words)}", "  "), dim=True))


def _span(busy: Busy, zone: ZoneInfo, words: Catalogue) -> str:
    from bot.text.language import dates

    start, end = busy.start.astimezone(zone), busy.end.astimezone(zone)
    if start.date() == end.date():
        return dates.span(start, end, words)
    first, last = (dates.weekday(at.date(), words) for at in (start, end))
    is_next_day = end.date() - start.date() == timedelta(days=1)
    if start.time() == end.time() == time():
        if is_next_day:
            return words.say("{day}, all day", day=first)
        last = dates.weekday(end.date() - timedelta(days=1), words)
        return words.say("{day} to {last}, all day", day=first, last=last)
    values = {"day": first, "start": dates.time_of(start.time(), words)}
    if is_next_day and end.time() == time():
        return words.say("{day}, {start} to midnight", **values)
    until = dates.time_of(end.time(), words)
    return words.say("{day}, {start} to {last}, {end}", **values, last=last, end=until)
