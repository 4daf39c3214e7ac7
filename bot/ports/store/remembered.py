"""Look-up of a watched account's interactions in the log, for its network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

    Span = tuple[str, str]
    """A range of record URIs in sort order, from the first to the last, both included."""


class Remembered(Protocol):
    """Reads the log; passed to networks, which have no access to the store."""

    async def __call__(
        self, watched: AccountKey, among: Sequence[Span] | None = None, /
    ) -> Sequence[Interaction]:
        """The account's interactions, of all records or of those in the ranges `among`.

        With ranges, the cost depends on what they hold, not on the size of the log.
        """
