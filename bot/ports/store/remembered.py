"""What the log holds of a watched account, for its network to compare with what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

    Span = tuple[str, str]
    """Two URIs of records, and all that sort between them: the same twice for one record."""


class Remembered(Protocol):
    """Asks the log; given to networks, which know no store."""

    async def __call__(
        self, watched: AccountKey, among: Sequence[Span] | None = None, /
    ) -> Sequence[Interaction]:
        """The account's interactions, of all records or of those in these spans.

        With spans, the cost is that of what is in them, whatever the log's size.
        """
        ...
