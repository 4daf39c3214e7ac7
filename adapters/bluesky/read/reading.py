"""The cursor of a history: how far an account was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from bot.domain.talk.thread import Threads  # noqa: TC001 (read when cursors are decoded)
from bot.ports import Cursor

if TYPE_CHECKING:
    from typing import Self

SWEEP_EVERY: Final = timedelta(days=7)
"""Time between two readings of everything. They find deletions and replies with an earlier
date, which increments miss."""

OVERLAP: Final = timedelta(days=2)
"""How far before the last increment the next one begins."""

_VERSION: Final = 1


class Descent(Struct, frozen=True):
    """A reading of everything, from the newest down to `floor`: the back-fill, or a later sweep.

    It can be resumed. `begun` is its start, `rev` the repository's revision then. `notes` is the
    cursor of the next page of notifications, `own` the order key of the last own record that was
    yielded. Everything after `reached` has been read.
    """

    begun: datetime
    floor: datetime
    is_first: bool
    rev: str = ""
    notes: str | None = None
    own: str = ""
    reached: datetime | None = None


class Reading(Struct, frozen=True):
    """What was read of an account: an unfinished descent, or increments up to `until`.

    `rev` is the repository's revision up to which own records were read, `swept` the start of
    the last complete descent. `is_public`: it was read without signing in; answers are then
    looked for in `threads`.
    """

    did: str
    version: int = _VERSION
    is_public: bool = False
    rev: str = ""
    until: datetime | None = None
    swept: datetime | None = None
    descent: Descent | None = None
    threads: Threads = ()

    def cursor(self) -> Cursor:
        """Encode as a JSON cursor."""
        return Cursor(msgspec.json.encode(self).decode())

    @classmethod
    def resumed(cls, cursor: Cursor | None, did: str, *, is_public: bool = False) -> Self:
        """Decode a cursor; start anew without one, or if it has other `terms`."""
        beginning = cls(did, is_public=is_public)
        if cursor is None:
            return beginning
        try:
            decoded = msgspec.json.decode(cursor, type=cls)
        except msgspec.MsgspecError:
            return beginning
        return decoded if decoded.terms == beginning.terms else beginning

    @property
    def terms(self) -> tuple[str, int, bool]:
        """What must be the same for a cursor to be usable."""
        return self.did, self.version, self.is_public

    def is_sweep_due(self, now: datetime) -> bool:
        """Whether it is time to read everything."""
        return self.swept is None or self.until is None or now - self.swept >= SWEEP_EVERY

    def descending(self, now: datetime, reach: timedelta) -> Self:
        """Begin a descent."""
        floor = now.astimezone(UTC) - reach
        return msgspec.structs.replace(
            self, descent=Descent(begun=now, floor=floor, is_first=self.swept is None)
        )

    def at(self, descent: Descent) -> Self:
        """Record the progress of a descent."""
        return msgspec.structs.replace(self, descent=descent)

    def landed(self, descent: Descent) -> Self:
        """Finish a descent."""
        return msgspec.structs.replace(
            self, rev=descent.rev, until=descent.begun, swept=descent.begun, descent=None
        )

    def advanced(self, rev: str, until: datetime) -> Self:
        """Finish an increment."""
        return msgspec.structs.replace(self, rev=rev, until=until)
