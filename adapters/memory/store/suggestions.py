"""Digests past, in memory: whom they named, and which occurrences are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.digest import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.digest import Suggestion


class MemorySuggestions:
    """`bot.ports.Suggestions` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def add(self, suggestions: Iterable[Suggestion]) -> None:
        """Write down whom a digest names."""
        self._kept.suggestions.extend(suggestions)

    async def withdraw(self, due: datetime, revision: int) -> None:
        """Forget the suggestions of a digest that will not go out."""
        made = self._kept.suggestions
        made[:] = [one for one in made if (one.due, one.revision) != (due, revision)]

    async def all(self) -> Sequence[Suggestion]:
        """All suggestions, in the order in which they were made."""
        return tuple(self._kept.suggestions)

    async def settle(self, due: datetime, revision: int, outcome: Outcome, at: datetime) -> None:
        """Write down what became of an occurrence, in place of what it was."""
        self._kept.occurrences[due] = (revision, outcome, at)

    async def began(self) -> datetime | None:
        """The first occurrence that was dealt with: the schedule counts from it."""
        return min(self._over(), default=None)

    async def settled(self) -> datetime | None:
        """The latest occurrence that was dealt with; `BARRED` ones are open still."""
        return max(self._over(), default=None)

    async def revision(self, due: datetime) -> int:
        """The latest revision of an occurrence's digest; 0 when there is none."""
        revision, *_ = self._kept.occurrences.get(due, (0,))
        return revision

    def _over(self) -> Iterator[datetime]:
        occurrences = self._kept.occurrences.items()
        return (due for due, (_, outcome, _) in occurrences if outcome is not Outcome.BARRED)
