"""The occurrences of a series: an event, how it repeats, and its exceptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from adapters.calendar import rule
from adapters.calendar.state import State
from adapters.calendar.value import A_DAY, later, local, midnight, utc
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from adapters.calendar.event import Event, Instant
    from adapters.calendar.value import Length

    Span = tuple[datetime, datetime]
    Wall = tuple[datetime, Length | None]

_OFTEN: Final = marked("it repeats too often to be read: all time from its start on is blocked.")
_OFTEN_IN_DAY: Final = marked("it repeats too often to be read: its hours are blocked each day.")


def latest(events: list[Event]) -> list[Event]:
    """The events without earlier versions of the same.

    Events may share a UID and be different ones: feeds of bookings are made like that.
    """
    newest: dict[object, int] = {}
    for event in events:
        key = _key(event)
        newest[key] = max(newest.get(key, 0), event.sequence)
    return [event for event in events if event.sequence == newest[_key(event)]]


def _key(event: Event) -> object:
    if event.replaces is not None:
        return _moment(event)
    return id(event) if not event.has_start else utc(event.start, event.zone)


def _moment(exception: Event) -> datetime:
    """When the occurrence was that an exception replaces."""
    if exception.replaces is None:
        message = "it replaces nothing"
        raise ValueError(message)
    at, zone = exception.replaces
    return utc(at, zone)


def _is_left_out(event: Event, wall: datetime, left_out: Iterable[tuple[Instant, tzinfo]]) -> bool:
    """Whether an occurrence is among these: by its moment, or by its day where days are meant."""
    for at, zone in left_out:
        if not isinstance(at, datetime):
            if at == wall.date():
                return True
        elif event.is_day:
            is_midnight = at.time() == datetime.min.time()
            there = at if is_midnight else local(utc(at, zone), event.zone)
            if there.date() == wall.date():
                return True
        elif utc(at, zone) == utc(wall, event.zone):
            return True
    return False


def occurrences(
    event: Event, exceptions: list[Event], asked: Span, budget: rule.Budget
) -> Iterator[Span]:
    """The times (UTC) of an event that may touch the time asked about.

    A rule that takes longer than its share of the budget, or that is unreadable, blocks more.
    """
    if not event.repeats and not exceptions:
        if not _is_left_out(event, event.start, event.left_out):
            yield event.span(event.start)
        return
    replaced = [other.replaces for other in exceptions if other.has_start and other.replaces]
    changes = [other for other in exceptions if other.and_later and other.has_start]
    for wall, its_length in _walls(event, asked, budget):
        if _is_left_out(event, wall, [*event.left_out, *replaced]):
            continue
        begin = utc(wall, event.zone)
        change = max(
            (other for other in changes if _moment(other) <= begin), key=_moment, default=None
        )
        if change is None:
            yield event.span(wall, its_length)
        elif change.state is not State.FREE:
            shift = utc(change.start, change.zone) - _moment(change)
            yield change.span(local(later(begin, shift), change.zone))


def _walls(event: Event, asked: Span, budget: rule.Budget) -> Iterator[Wall]:
    """The local times that touch the time asked about, with their own length if they have one."""
    longest = max(event.length.whole, timedelta(0)) + 2 * A_DAY
    low = later(asked[0].replace(tzinfo=None), -longest)
    high = later(asked[1].replace(tzinfo=None), 2 * A_DAY)
    walls = {event.start}
    for each in event.rules:
        found = None if each.is_wide else _of_rule(event, each, (low, high), budget)
        if found is None:
            walls.discard(event.start)
            yield from _wide(event, each, high)
        else:
            walls |= found
    for each in event.but_rules:
        try:
            with rule.limited(budget.share()):
                walls -= set(each.walls(event.start, low, high, zone=event.zone))
        except (rule.TooLongError, OverflowError, ValueError):
            event.note(_OFTEN)
    yield from ((wall, None) for wall in walls)
    for at, zone, its_length in event.added:
        if isinstance(at, datetime):
            yield local(utc(at, zone), event.zone), its_length
        else:
            yield midnight(at), its_length


def _of_rule(
    event: Event, each: rule.Rule, asked: Span, budget: rule.Budget
) -> set[datetime] | None:
    """The local times of a rule, or of each day if it takes too long; `None` if it still does."""
    daily = rule.Rule(until=each.until)
    for attempt in (each,) if each.frequency in rule.SUBDAILY else (each, daily):
        try:
            with rule.limited(budget.share()):
                found = set(attempt.walls(event.start, *asked, zone=event.zone))
        except (rule.TooLongError, OverflowError, ValueError):
            continue
        if attempt is daily:
            event.note(_OFTEN_IN_DAY)
        return found
    return None


def _wide(event: Event, each: rule.Rule, high: datetime) -> Iterator[Wall]:
    """All time from the start of an event until its last: its times are not known."""
    event.note(_OFTEN)
    last = min(each.last(event.zone) or high, high)
    if last > event.start and (event.length.whole or event.rules[0].problems):
        yield event.start, replace(event.length, days=last - event.start)
