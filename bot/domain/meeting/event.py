"""A group event that an invitation can propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A group event as announced by its source. `start` is UTC; `url` may be empty."""

    name: str
    start: datetime
    url: str = ""
