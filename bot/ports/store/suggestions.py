"""Past digests: whom they suggested, and which occurrences are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.digest import Outcome
    from bot.domain.meeting.suggestion import Suggestion


class Suggestions(Protocol):
    """Past suggestions, and the occurrences of the schedule."""

    async def add(self, suggestions: Iterable[Suggestion]) -> None:
        """Store the suggestions of a digest."""

    async def withdraw(self, due: datetime, revision: int) -> None:
        """Delete the suggestions of a digest that will not be sent."""

    async def all(self) -> Sequence[Suggestion]:
        """All suggestions, oldest first."""

    async def settle(self, due: datetime, revision: int, outcome: Outcome, at: datetime) -> None:
        """Store the outcome of an occurrence, replacing an earlier one."""

    async def began(self) -> datetime | None:
        """The first settled occurrence: the schedule counts from it."""

    async def settled(self) -> datetime | None:
        """The latest settled occurrence; `BARRED` ones are not settled."""

    async def revision(self, due: datetime) -> int:
        """The latest revision of an occurrence's digest; 0 if there is none."""
