"""An unexpected error about one account, person or message."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.safety.outside import safe

if TYPE_CHECKING:
    from datetime import datetime

LONGEST: Final = 8_000
"""Characters kept of a traceback: its end, where the error is."""
MOST: Final = 200
"""How many mishaps are kept; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """An unexpected error: `subject` is what it was about. Times are UTC.

    `error` holds the type of the exception and its place in the code. The exception's text is
    left out, there and in `traceback`, as it may quote what somebody wrote.
    """

    subject: str
    error: str
    traceback: str
    first_at: datetime
    last_at: datetime
    times: int = 1

    @property
    def digest(self) -> bytes:
        """Equal for the same error about the same subject."""
        said = f"{self.subject}\n{self.error}"
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=16).digest()


def mishap_of(subject: str, error: Exception, at: datetime) -> Mishap:
    """Turn an exception into a mishap."""
    frames = traceback.extract_tb(error.__traceback__)
    where = frames[-1] if frames else None
    kind = type(error).__name__
    place = f" in {where.name}, line {where.lineno}" if where else ""
    lines = [*traceback.format_list(frames), kind]
    told = safe("".join(lines), lines=True)[-LONGEST:]
    return Mishap(safe(subject), f"{kind}{place}", told, at, at)
