"""Briefs about Alice with defaults; a test sets only the fields that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.domain.digest import Citation
from bot.domain.meeting.event import Event
from bot.domain.meeting.slot import Slot
from bot.text.draft.brief import Brief, BriefKind
from bot.text.safety.limits import Limits
from tests.builders import at

if TYPE_CHECKING:
    from datetime import datetime

PARIS, LONDON, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
LINK = "https://village.example/@alice/7"
BIN = Citation("Which compost bin do you use? Mine leaks.", LINK)
COMPOSTEUR = Citation("Quel composteur as-tu ? Le mien fuit.", LINK)
REPAIR_CAFE = Event("Repair café", at("2026-12-12 13:00"), "https://events.example/repair")
ROOMY = Limits(1000, bytes=10_000)


def slot(start: datetime) -> Slot:
    """A slot of an hour and a half from this time."""
    return Slot(start, start + timedelta(minutes=90), "lunch", tentative=False)


SATURDAY, SUNDAY, TUESDAY = (
    slot(at(moment)) for moment in ("2026-12-05 11:30", "2026-12-06 14:00", "2026-12-08 11:30")
)


def brief(kind: BriefKind = BriefKind.COFFEE, **changes: Any) -> Brief:  # noqa: ANN401
    """A brief in English, about the compost bin, with room for everything."""
    given: dict[str, Any] = {
        "name": "Alice",
        "language": "en",
        "limits": ROOMY,
        "zone": PARIS,
        "thread": BIN,
        "event": REPAIR_CAFE if kind is BriefKind.EVENT else None,
    }
    return Brief(kind, **given | changes)
