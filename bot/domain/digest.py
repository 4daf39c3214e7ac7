"""A digest before it is put into words: whom it suggests, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.meeting.event import Event
    from bot.domain.meeting.goal import Progress
    from bot.domain.meeting.invitation import Invitation, Wording
    from bot.domain.people.identity import Person
    from bot.domain.ranking.scoring import Score
    from bot.domain.talk.cue import Cue

LAST_NUMBER: Final = 99


@dataclass(frozen=True, slots=True)
class Citation:
    """A shared thread to come back to: what was said in it, and a link to it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One suggested person. `share` is their score beside the best one's, 0 to 1.

    `thread` is the latest shared one that anybody may read, if there is one. `cue` is what the
    owner owes them first, in place of an invitation; else `wording` is what could be proposed to
    them, `None` where they cannot be written to from here, and `event` what it is proposed around.
    """

    number: int
    person: Person
    score: Score
    share: float
    thread: Citation | None
    wording: Wording | None = None
    cue: Cue | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What the owner is told. `due` is the occurrence that it answers, UTC.

    `is_first` says that nobody was suggested before, so that the owner may meet some already;
    `earlier` are the invitations that are open still, or ended since the last digest; `notes`
    are sentences about what went otherwise than the owner may expect.
    """

    due: datetime
    entries: tuple[Entry, ...]
    progress: Progress
    earlier: tuple[tuple[Person, Invitation], ...] = ()
    notes: tuple[str, ...] = ()
    is_first: bool = False


class Outcome(StrEnum):
    """What became of an occurrence of the schedule."""

    QUEUED = "queued"
    QUIET = "quiet"
    SKIPPED = "skipped"
    BARRED = "barred"
    """It was queued, and somebody in it may no longer be named: it is composed anew."""


def next_numbers(last: int, how_many: int) -> list[int]:
    """The numbers that follow `last`: they run on from digest to digest, 1 to 99 and over.

    `last` is 0 before the first digest.
    """
    return [(last + step) % LAST_NUMBER + 1 for step in range(how_many)]


def batch_of(recipient: str, due: datetime, revision: int) -> str:
    """What joins the messages of one digest, and keeps it from being queued twice."""
    return f"digest:{recipient}:{due.isoformat()}:{revision}"
