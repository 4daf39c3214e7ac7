"""What a draft rests on: all that its text may say, and in how many words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.domain.digest import Citation
    from bot.domain.meeting.event import Event
    from bot.domain.meeting.slot import Slot
    from bot.text.safety.limits import Limits

MOST_SLOTS: Final = 3


class BriefKind(StrEnum):
    """What is drafted. The value is the name of its template."""

    ANSWER = "answer"
    """No invitation: the owner owes a word, and has to write the heart of it."""
    EVENT = "event"
    COFFEE = "coffee"
    LUNCH = "lunch"
    CALL = "call"
    """By video, where the two live far from each other."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a draft rests on.

    `name` is how to greet the other; `thread` the shared one to cite, and `topic` what stands
    in for it where there is none. `zone` is the owner's, `their_zone` the other's where it is
    known. `place` is a favourite of the owner's, by name; empty, the text asks for a public
    place. `private` says that something in here was not said in the open: it goes nowhere but
    to the owner and the other.

    Raises:
        ValueError: more than `MOST_SLOTS` slots, or an event without its `event`.
    """

    kind: BriefKind
    name: str
    language: str
    limits: Limits
    zone: ZoneInfo
    their_zone: ZoneInfo | None = None
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
