"""A group event: to meet around one is gentler than to meet one to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A group event, as its source announces it. `start` is UTC; `url` may be empty."""

    name: str
    start: datetime
    url: str = ""
