"""Sample briefs to check a template with: one with all fields, and a minimal one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.domain.digest import Citation
from bot.domain.meeting.event import Event
from bot.domain.meeting.slot import Slot
from bot.domain.people.place import City
from bot.domain.people.trip import Trip
from bot.text.draft.brief import Brief, BriefKind
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM: Final = Limits(500)
"""The limit of most Mastodon instances; a Bluesky chat allows more."""

_NOON: Final = datetime(2026, 12, 5, 11, 30, tzinfo=UTC)
_SLOTS: Final = tuple(
    Slot(_NOON + timedelta(days=days), _NOON + timedelta(days=days, hours=1)) for days in (0, 1, 3)
)
_TRIP: Final = Trip(
    City(2996944, "Lyon", "Auvergne-Rhône-Alpes", "FR", 45.748, 4.847, "Europe/Paris", 522250),
    _NOON.date(),
    _NOON.date() + timedelta(days=3),
)
_THREAD: Final = Citation("Which compost bin do you use?", "https://village.example/@alice/7")


def samples(language: str, kind: BriefKind) -> Sequence[Brief]:
    """A brief with all fields, on a trip too, and a minimal one."""
    event = None
    if kind is BriefKind.EVENT:
        event = Event("Repair café", _NOON, "https://village.example/events/3")
    zone, theirs = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/London")
    bare = Brief(kind=kind, name="Alice", language=language, limits=ROOM, zone=zone, event=event)
    full = Brief(
        kind=kind,
        name="Alice",
        language=language,
        limits=ROOM,
        zone=zone,
        their_zone=theirs,
        thread=_THREAD,
        topic="compost",
        slots=_SLOTS,
        place="Café de la Paix",
        event=event,
    )
    if kind in {BriefKind.COFFEE, BriefKind.LUNCH}:
        return (full, replace(full, trip=_TRIP), replace(bare, trip=_TRIP), bare)
    return (full, bare)
