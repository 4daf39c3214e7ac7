"""How far an account was read: the cursor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from bot.domain.thread import Threads  # noqa: TC001 (read when cursors are decoded)
from bot.ports import Cursor

if TYPE_CHECKING:
    from typing import Self

SWEEP_EVERY: Final = timedelta(days=7)
"""So often everything is read again, to the bottom: edits, and what was taken back, show
nowhere else."""

OVERLAP: Final = timedelta(hours=1)
"""An increment reads again what came so long before the last one, and the rest of its page."""

_VERSION: Final = 1

Source = Literal["own", "notes", "likes"]
"""One's own statuses, one's notifications, what one liked."""


class Place(Struct, frozen=True):
    """How far down a source was read: `below` is the id to go on with, `reached` a time."""

    reached: datetime
    below: str | None = None
    is_done: bool = False


class Descent(Struct, frozen=True):
    """A reading from the newest to the bottom, `floor`: the back-fill, or a sweep."""

    begun: datetime
    floor: datetime
    is_first: bool
    own: Place
    notes: Place
    likes: Place

    def at(self, source: Source, place: Place) -> Self:
        """The same, with a source read so far."""
        return msgspec.structs.replace(self, **{source: place})

    @property
    def reached(self) -> datetime:
        """Down to when all dated lists were read."""
        open_ones = [place.reached for place in (self.own, self.notes) if not place.is_done]
        return max(open_ones, default=self.floor)


class Reading(Struct, frozen=True):
    """What was read of an account on one server: a descent under way, or all up to `until`.

    Ids are good on one server only, and with one software on it. `is_public`: it was read as
    anybody may, and says nothing of what the account itself would have seen, nor the reverse.
    `threads` are then those in which answers are looked for.
    """

    server: str
    software: str
    local_id: str
    version: int = _VERSION
    is_public: bool = False
    until: datetime | None = None
    swept: datetime | None = None
    descent: Descent | None = None
    threads: Threads = ()

    def cursor(self) -> Cursor:
        """This, as words that can be kept."""
        return Cursor(msgspec.json.encode(self).decode())

    def resumed(self, cursor: Cursor | None) -> Self:
        """What a cursor says; this, a beginning, without one, or with one of other terms."""
        if cursor is None:
            return self
        try:
            said = msgspec.json.decode(cursor, type=type(self))
        except (msgspec.MsgspecError, ValueError):
            return self
        return said if self.terms == said.terms else self

    @property
    def terms(self) -> tuple[str, str, str, int, bool]:
        """What must be the same for ids and times to be good for another reading."""
        return self.server, self.software, self.local_id, self.version, self.is_public

    def is_sweep_due(self, now: datetime) -> bool:
        """Whether everything is to be read, again or for the first time."""
        return self.swept is None or self.until is None or now - self.swept >= SWEEP_EVERY

    def descending(self, now: datetime, reach: timedelta, lists: frozenset[Source]) -> Self:
        """The same, at the start of a descent through these lists."""
        now = now.astimezone(UTC)
        open_place, done = Place(now), Place(now, is_done=True)
        own, notes, likes = [
            open_place if name in lists else done for name in ("own", "notes", "likes")
        ]
        return self.at(
            Descent(
                begun=now,
                floor=now - reach,
                is_first=self.swept is None,
                own=own,
                notes=notes,
                likes=likes,
            )
        )

    def at(self, descent: Descent) -> Self:
        """The same, so far down."""
        return msgspec.structs.replace(self, descent=descent)

    def completed(self, descent: Descent) -> Self:
        """The same, at the end of a descent."""
        return msgspec.structs.replace(self, until=descent.begun, swept=descent.begun, descent=None)

    def advanced(self, until: datetime) -> Self:
        """The same, after an increment."""
        return msgspec.structs.replace(self, until=until)
