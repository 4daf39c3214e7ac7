"""The owner's preferences, set by commands; they win over the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Preferences(Protocol):
    """Values by name."""

    async def get(self, name: str) -> str | None:
        """The value; `None` if it is not set."""

    async def set(self, name: str, value: str | None, at: datetime) -> None:
        """Set a value; `None` removes it."""
