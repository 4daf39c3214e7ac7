"""How far an account was read: the cursor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from bot.domain.talk.thread import Threads  # noqa: TC001 (read when cursors are decoded)
from bot.ports import Cursor

if TYPE_CHECKING:
    from typing import Self

SWEEP_EVERY: Final = timedelta(days=7)
"""How often everything is read again: edits and deletions are seen no other way."""

OVERLAP: Final = timedelta(hours=1)
"""How far an increment goes back behind the last one."""

_VERSION: Final = 1

ListName = Literal["own", "notes", "likes"]
"""The account's own statuses, its notifications, and what it liked."""


class Place(Struct, frozen=True):
    """How far down a list was read: `below` is the next `max_id`, `reached` a time."""

    reached: datetime
    below: str | None = None
    is_done: bool = False


class Descent(Struct, frozen=True):
    """A reading from the newest item down to the time `floor`: the back-fill, or a sweep."""

    begun: datetime
    floor: datetime
    is_first: bool
    own: Place
    notes: Place
    likes: Place

    def at(self, list_name: ListName, place: Place) -> Self:
        """The same, with a list read so far."""
        return msgspec.structs.replace(self, **{list_name: place})

    @property
    def reached(self) -> datetime:
        """The time down to which all dated lists were read."""
        open_ones = [place.reached for place in (self.own, self.notes) if not place.is_done]
        return max(open_ones, default=self.floor)


class Reading(Struct, frozen=True):
    """What was read of an account on one server: a descent under way, or all up to `until`.

    Ids are good on one server only, and with one software on it. `is_public`: it was read as
    anybody may, and says nothing of what the account itself would have seen, nor the reverse.
    `threads` are then those in which answers are looked for. `page_limits`: see `Api.page_limits`.
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
    page_limits: dict[str, int] = {}

    def cursor(self) -> Cursor:
        """Encode as a JSON cursor."""
        return Cursor(msgspec.json.encode(self).decode())

    def resumed(self, cursor: Cursor | None) -> Reading:
        """Decode a cursor; without one that fits this reading's terms, start from the beginning."""
        said = reading_of(cursor)
        return said if said is not None and self.terms == said.terms else self

    @property
    def terms(self) -> tuple[str, str, str, int, bool]:
        """What must be equal for the ids in a cursor to be valid."""
        return self.server, self.software, self.local_id, self.version, self.is_public

    def is_sweep_due(self, now: datetime) -> bool:
        """Whether everything has to be read, for the first time or again."""
        return self.swept is None or self.until is None or now - self.swept >= SWEEP_EVERY

    def descending(self, now: datetime, reach: timedelta, lists: frozenset[ListName]) -> Self:
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


def reading_of(cursor: Cursor | None) -> Reading | None:
    """Decode a cursor; `None` if it is not one of this kind."""
    try:
        return msgspec.json.decode(cursor or "", type=Reading)
    except (msgspec.MsgspecError, ValueError):
        return None
