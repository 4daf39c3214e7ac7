"""A brief: everything that a draft may say, and its limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.domain.digest import Citation
    from bot.domain.meeting.event import Event
    from bot.domain.meeting.slot import Slot
    from bot.domain.people.trip import Trip
    from bot.text.safety.limits import Limits

MOST_SLOTS: Final = 3


class BriefKind(StrEnum):
    """The kind of a draft. The value is the name of its template."""

    ANSWER = "answer"
    """An answer to their question, which the owner has to complete; not an invitation."""
    EVENT = "event"
    COFFEE = "coffee"
    LUNCH = "lunch"
    CALL = "call"
    """A video call, if the two live far from each other."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a draft may say.

    `name` is how to greet the other; `thread` is the shared thread to cite, and `topic` replaces
    it if there is none. `zone` is the owner's, `their_zone` the other's if it is known. `place` is
    a place of the owner's choice; if it is empty, the text asks for a public place. `trip` is the
    owner's trip to the other's town, whose days the text names. `private`:
    something in here was not public, so it must be shown to the owner and the other only.

    Raises:
        ValueError: more than `MOST_SLOTS` slots, or an event without its `event`.
    """

    kind: BriefKind
    name: str
    language: str
    limits: Limits
    zone: ZoneInfo
    their_zone: ZoneInfo | None = None
    trip: Trip | None = None
    thread: Citation | None = None
    topic: str = ""
    slots: tuple[Slot, ...] = ()
    place: str = ""
    event: Event | None = None
    private: bool = False

    def __post_init__(self) -> None:
        if len(self.slots) > MOST_SLOTS:
            message = f"a draft proposes at most {MOST_SLOTS} slots, not {len(self.slots)}"
            raise ValueError(message)
        if self.kind is BriefKind.EVENT and self.event is None:
            message = "a draft about an event needs the event"
            raise ValueError(message)
