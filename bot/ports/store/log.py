"""The log of interactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.interaction import Interaction
    from bot.domain.talk.rebuild import Comparison
    from bot.domain.talk.tally import Tally
    from bot.ports.store.remembered import Span


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many interactions of a page were new in the log, and how many changed it."""

    added: int = 0
    changed: int = 0


class Log(Protocol):
    """The log of interactions, and the tallies and exchanges computed from it."""

    async def record(self, interactions: Iterable[Interaction]) -> Recorded:
        """Upsert on the natural key, and update the tallies and exchanges concerned."""

    async def withdraw(self, uris: Collection[str]) -> int:
        """Apply deletions upstream: remove text and link of talk, and delete signals.

        Returns how many interactions changed.
        """

    async def expire(self, *, text_before: datetime, all_before: datetime) -> None:
        """Delete the text of older interactions, and the oldest ones with their tallies.

        Items in quarantine hold text too, and expire with it.
        """

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by their keys: watched account, account, day."""

    async def exchanges(self) -> Sequence[Exchange]:
        """All exchanges, oldest first."""

    async def with_accounts(
        self,
        accounts: Collection[AccountKey],
        *,
        root_uri: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[Interaction]:
        """The interactions with these accounts, in one thread or in all, oldest first.

        `since`: those at this instant or later.
        """

    async def with_watched(
        self, watched: AccountKey, *, among: Sequence[Span] | None = None
    ) -> Sequence[Interaction]:
        """A watched account's interactions, of all records or of those in these ranges."""

    async def partners(self) -> Collection[AccountKey]:
        """All accounts with which there was an exchange."""

    async def has_answered(self, accounts: Collection[AccountKey]) -> bool:
        """Whether any of these accounts ever replied to the owner, or quoted them."""

    async def count(self) -> int:
        """How many interactions the log holds."""

    async def rebuild(self, *, mend: bool = True) -> Sequence[Comparison]:
        """Recompute tallies and exchanges from the log, and compare them with the stored ones.

        With `mend`, differences are corrected. Returns a comparison for each table.
        """
