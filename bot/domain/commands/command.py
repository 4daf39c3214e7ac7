"""What the owner can ask for, and what was understood of a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.domain.moment import Days, Moment
    from bot.domain.schedule import Period


class Verb(StrEnum):
    """What can be asked of the bot."""

    LIST = "list"
    WHY = "why"
    WHY_NOT = "why-not"
    DRAFT = "draft"
    EDIT = "edit"
    SEND = "send"
    SENT = "sent"
    SNOOZE = "snooze"
    NEVER = "never"
    KNOWN = "known"
    MET = "met"
    PLANNED = "planned"
    DECLINED = "declined"
    WENT = "went"
    UNDO = "undo"
    PAUSE = "pause"
    RESUME = "resume"
    TRIP = "trip"
    PLACE = "place"
    SAME = "same"
    UNJOIN = "unjoin"
    NOT_SAME = "not-same"
    GOAL = "goal"
    FORGET = "forget"
    YES = "yes"
    NO = "no"
    NOT_YET = "not-yet"
    START = "start"
    STOP = "stop"
    HELP = "help"


LATER: Final = frozenset(
    {Verb.TRIP, Verb.PLACE, Verb.SAME, Verb.UNJOIN, Verb.NOT_SAME, Verb.FORGET}
)
"""They have no effect yet: they are understood, answered, and promised nowhere."""
READING: Final = frozenset({Verb.LIST, Verb.WHY, Verb.WHY_NOT, Verb.HELP})
"""They change nothing, and may be put as a question."""


@dataclass(frozen=True, slots=True)
class Command:
    """A verb and what it was said with; what a verb does not take is left at its default.

    `targets` are numbers of a digest (1–99, no #), handles in lower case or links. `period` is
    for how long (snooze), or in which time `times` meetings are aimed at (goal). `text` is the
    new draft of an `edit`, to the letter. `in_reply` sends as a reply in the shared thread.
    `about` is the verb that help is asked for. `everything` confirms a `stop` that deletes.
    """

    verb: Verb
    targets: tuple[str, ...] = ()
    period: Period | None = None
    times: int | None = None
    text: str | None = None
    moment: Moment | None = None
    days: Days | None = None
    place: str | None = None
    in_reply: bool = False
    about: Verb | None = None
    everything: bool = False

    @property
    def args(self) -> tuple[str, ...]:
        """All that was said after the verb and the first target, in the order of the verb.

        A period is `3d`, `2w` or `1m`; moments and days are the owner's own words.
        """
        said = (
            *self.targets[1:],
            None if self.times is None else str(self.times),
            None if self.period is None else f"{self.period.count}{self.period.unit[0]}",
            self.text,
            "reply" if self.in_reply else None,
            self.place if self.days is not None else None,
            None if self.moment is None else self.moment.said,
            None if self.days is None else self.days.said,
            self.place if self.days is None else None,
            self.about,
            "everything" if self.everything else None,
        )
        return tuple(str(one) for one in said if one is not None)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that was understood. `suggestion` is a whole command that may have been meant."""

    suggestion: str | None = None
