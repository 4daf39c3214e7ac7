"""Digests past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.digest import Outcome
    from bot.domain.meeting.suggestion import Suggestion


class Suggestions(Protocol):
    """Who was suggested when, and which occurrences of the schedule are settled."""

    async def add(self, suggestions: Iterable[Suggestion]) -> None:
        """Write down whom a digest names."""
        ...

    async def withdraw(self, due: datetime, revision: int) -> None:
        """Forget the suggestions of a digest that will not go out."""
        ...

    async def all(self) -> Sequence[Suggestion]:
        """All suggestions, in the order in which they were made."""
        ...

    async def settle(self, due: datetime, revision: int, outcome: Outcome, at: datetime) -> None:
        """Write down what became of an occurrence, in place of what it was."""
        ...

    async def began(self) -> datetime | None:
        """The first occurrence that was dealt with: the schedule counts from it."""
        ...

    async def settled(self) -> datetime | None:
        """The latest occurrence that was dealt with; `BARRED` ones are open still."""
        ...

    async def revision(self, due: datetime) -> int:
        """The latest revision of an occurrence's digest; 0 when there is none."""
        ...
