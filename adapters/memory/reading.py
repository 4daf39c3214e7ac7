"""How far a history in memory was read: its cursor."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.ports import Cursor


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a server's sequence: from `top` down to `bottom`, 0 being its start.

    The back-fill lowers `bottom`; once that is 0, increments raise `top`.
    """

    host: str
    top: int
    bottom: int

    @property
    def is_complete(self) -> bool:
        """Whether the back-fill has reached the start."""
        return self.bottom == 0

    def cursor(self) -> Cursor:
        """This, as words that can be kept."""
        return Cursor(json.dumps({"host": self.host, "top": self.top, "bottom": self.bottom}))

    @classmethod
    def resumed(cls, cursor: Cursor | None, host: str) -> Reading | None:
        """What a cursor says, or `None` without one, or with another server's.

        Sequence numbers mean nothing on a server that did not give them: reading begins again.
        """
        if cursor is None:
            return None
        said = json.loads(cursor)
        return cls(host, int(said["top"]), int(said["bottom"])) if said["host"] == host else None
