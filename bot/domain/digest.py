"""The content of a digest: the suggested people, with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.people.trip import NOWHERE, Proximity

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.meeting.event import Event
    from bot.domain.meeting.goal import Progress
    from bot.domain.meeting.invitation import Invitation, Wording
    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.join import Pair, Proof
    from bot.domain.people.place import Place
    from bot.domain.ranking.scoring import Score
    from bot.domain.talk.cue import Cue

LAST_NUMBER: Final = 99


@dataclass(frozen=True, slots=True)
class Citation:
    """A post of a shared thread that a text cites: its text and its link."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One suggested person. `share` is their score relative to the best one, 0 to 1.

    `thread` is the latest shared thread that is public, if any. `cue` is what the owner owes them;
    it replaces the invitation. Otherwise `wording` is the drafted invitation, `None` if they
    cannot be invited, and `event` the event that it proposes. `place` is where they live, if that
    is known, and `proximity` how near that is to the owner; else `question` may ask the owner.
    """

    number: int
    person: Person
    score: Score
    share: float
    thread: Citation | None
    wording: Wording | None = None
    cue: Cue | None = None
    event: Event | None = None
    place: Place | None = None
    proximity: Proximity = NOWHERE
    question: str = ""


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """A question whether two people are one, as a sentence; it is asked once.

    `pair` are the accounts that it is about, `hint` is why it is asked.
    """

    sentence: str
    people: tuple[PersonId, ...]
    pair: Pair
    hint: Proof


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of one digest. `due` is its occurrence in the schedule, UTC.

    `is_first`: nobody was suggested before, so the owner may already know some of the people.
    `earlier` are invitations that are open, or that ended since the last digest. `notes` are
    sentences about problems that the owner should know of. `question` comes after them.
    """

    due: datetime
    entries: tuple[Entry, ...]
    progress: Progress
    earlier: tuple[tuple[Person, Invitation], ...] = ()
    notes: tuple[str, ...] = ()
    is_first: bool = False
    question: SameQuestion | None = None


class Outcome(StrEnum):
    """How an occurrence of the schedule ended."""

    QUEUED = "queued"
    QUIET = "quiet"
    SKIPPED = "skipped"
    BARRED = "barred"
    """It was queued, but somebody in it may no longer be named: it is composed again."""


def next_numbers(last: int, how_many: int) -> list[int]:
    """The numbers after `last`. They continue from digest to digest; after 99 comes 1.

    `last` is 0 before the first digest.
    """
    return [(last + step) % LAST_NUMBER + 1 for step in range(how_many)]


def batch_of(recipient: str, due: datetime, revision: int) -> str:
    """The `Draft.batch` of a digest; it is queued once only."""
    return f"digest:{recipient}:{due.isoformat()}:{revision}"
