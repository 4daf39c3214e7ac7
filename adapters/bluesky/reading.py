"""How far an account was read: the cursor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from bot.domain.thread import Threads  # noqa: TC001 (read when cursors are decoded)
from bot.ports import Cursor

if TYPE_CHECKING:
    from typing import Self

SWEEP_EVERY: Final = timedelta(days=7)
"""So often everything is read again, to the bottom: a reply that is dated back, and what was
taken back, shows nowhere else."""

OVERLAP: Final = timedelta(days=2)
"""An increment reads again what came so long before the last one."""

_VERSION: Final = 1


class Descent(Struct, frozen=True):
    """A reading from the newest to the bottom: the back-fill, or a sweep. It can be resumed.

    `begun` and `floor`, the bottom, are instants; `rev` is the repository's revision at the
    start. `notes` is where the notifications go on, `own` the last own record handed out,
    `reached` how far down all has been read.
    """

    begun: datetime
    floor: datetime
    is_first: bool
    rev: str = ""
    notes: str | None = None
    own: str = ""
    reached: datetime | None = None


class Reading(Struct, frozen=True):
    """What was read of an account: a descent under way, or increments up to `until`.

    `rev` is the revision of the repository up to which own records were read, `swept` when
    the last complete descent began. `is_public`: it was read as anybody may; `threads` are then
    those in which answers are looked for.
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
        """This, as words that can be kept."""
        return Cursor(msgspec.json.encode(self).decode())

    @classmethod
    def resumed(cls, cursor: Cursor | None, did: str, *, is_public: bool = False) -> Self:
        """What a cursor says; a new beginning without one, or with one of other terms."""
        beginning = cls(did, is_public=is_public)
        if cursor is None:
            return beginning
        try:
            said = msgspec.json.decode(cursor, type=cls)
        except msgspec.MsgspecError:
            return beginning
        return said if said.terms == beginning.terms else beginning

    @property
    def terms(self) -> tuple[str, int, bool]:
        """What must be the same for another reading to go on from this one."""
        return self.did, self.version, self.is_public

    def is_sweep_due(self, now: datetime) -> bool:
        """Whether everything is to be read, again or for the first time."""
        return self.swept is None or self.until is None or now - self.swept >= SWEEP_EVERY

    def descending(self, now: datetime, reach: timedelta) -> Self:
        """The same, at the start of a descent."""
        floor = now.astimezone(UTC) - reach
        return msgspec.structs.replace(
            self, descent=Descent(now, floor, is_first=self.swept is None)
        )

    def at(self, descent: Descent) -> Self:
        """The same, so far down."""
        return msgspec.structs.replace(self, descent=descent)

    def landed(self, descent: Descent) -> Self:
        """The same, at the end of a descent."""
        return msgspec.structs.replace(
            self, rev=descent.rev, until=descent.begun, swept=descent.begun, descent=None
        )

    def advanced(self, rev: str, until: datetime) -> Self:
        """The same, after an increment."""
        return msgspec.structs.replace(self, rev=rev, until=until)
