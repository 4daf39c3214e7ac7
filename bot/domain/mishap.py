"""Something unexpected that went wrong about one account, person or message."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.safety.outside import safe

if TYPE_CHECKING:
    from datetime import datetime

LONGEST: Final = 8_000
"""Characters of a traceback that are kept: its end, where the fault is."""
MOST: Final = 200
"""So many mishaps are kept; the oldest go."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befell whom: `error` in a line, and where in the code. Times are UTC.

    The text of an exception may quote what somebody wrote; so `error` is its kind alone, and the
    traceback ends with that.
    """

    subject: str
    error: str
    traceback: str
    first_at: datetime
    last_at: datetime
    times: int = 1

    @property
    def digest(self) -> bytes:
        """What makes two of them one: the same thing, going wrong in the same way."""
        said = f"{self.subject}\n{self.error}"
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=16).digest()


def mishap_of(subject: str, error: Exception, at: datetime) -> Mishap:
    """The mishap that an exception is."""
    frames = traceback.extract_tb(error.__traceback__)
    where = frames[-1] if frames else None
    kind = type(error).__name__
    place = f" in {where.name}, line {where.lineno}" if where else ""
    lines = [*traceback.format_list(frames), kind]
    told = safe("".join(lines), lines=True)[-LONGEST:]
    return Mishap(safe(subject), f"{kind}{place}", told, at, at)
