"""The log in memory: tallies and exchanges are made from it whenever they are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.exchange import Exchange, exchanges
from bot.domain.interaction import Kind
from bot.domain.log import bare, fold
from bot.domain.rebuild import Comparison
from bot.domain.tally import Tally, tally, tally_key
from bot.ports import Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction
    from bot.ports.remembered import Span


class MemoryLog:
    """`bot.ports.Log` for one owner, whose days begin in `zone`."""

    def __init__(self, kept: Kept, zone: ZoneInfo) -> None:
        self._kept = kept
        self._zone = zone

    async def record(self, interactions: Iterable[Interaction]) -> Recorded:
        """Upsert on the natural key."""
        folded = fold(self._kept.owner, self._kept.log, interactions, self._kept.withdrawn)
        self._kept.log.update(folded.added)
        self._kept.log.update(folded.changed)
        return Recorded(len(folded.added), len(folded.changed))

    async def withdraw(self, uris: Collection[str]) -> int:
        """Follow deletions upstream: talk loses text and link, a signal leaves the log."""
        gone, log, count = set(uris) - {""}, self._kept.log, 0
        for key, one in [item for item in log.items() if item[1].object_uri in gone]:
            self._kept.withdrawn.setdefault(one.object_uri, one.at)
            if one.kind.is_signal:
                del log[key]
                count += 1
            elif one != bare(one):
                log[key] = bare(one)
                count += 1
        return count

    async def expire(self, *, text_before: datetime, all_before: datetime) -> None:
        """Drop the text of older interactions, and still older ones wholly, tallies included.

        Items in quarantine hold text too, and go with it.
        """
        kept = self._kept
        for key, one in list(kept.log.items()):
            if one.at < all_before:
                del kept.log[key]
            elif one.at < text_before and one.text is not None:
                kept.log[key] = replace(one, text=None)
        for uri in [uri for uri, at in kept.withdrawn.items() if at < all_before]:
            del kept.withdrawn[uri]
        for item in [item for item, (_, at) in kept.quarantine.items() if at < text_before]:
            del kept.quarantine[item]

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by their keys."""
        return sorted(tally(self._kept.log.values(), self._zone), key=tally_key)

    async def exchanges(self) -> Sequence[Exchange]:
        """All exchanges, oldest first."""
        return exchanges(self._kept.log.values())

    async def with_accounts(
        self, accounts: Collection[AccountKey], *, root_uri: str | None = None
    ) -> Sequence[Interaction]:
        """The interactions with these accounts, in one thread or in all, oldest first."""
        found = [
            one
            for one in self._kept.log.values()
            if one.other in accounts and root_uri in {None, one.thread}
        ]
        return sorted(found, key=lambda one: (one.at, one.object_uri, one.actor, one.target))

    async def with_watched(
        self, watched: AccountKey, *, among: Sequence[Span] | None = None
    ) -> Sequence[Interaction]:
        """A watched account's interactions, of all records or of those in these spans."""
        return [
            one
            for one in self._kept.log.values()
            if one.watched == watched
            and (among is None or any(low <= one.object_uri <= high for low, high in among))
        ]

    async def partners(self) -> Collection[AccountKey]:
        """Everybody with whom there was an exchange."""
        return {one.account for one in await self.exchanges()}

    async def has_answered(self, accounts: Collection[AccountKey]) -> bool:
        """Whether any of these accounts ever replied to the owner or quoted them."""
        return any(
            talk.kind in {Kind.REPLY, Kind.QUOTE} and not talk.outgoing and talk.other in accounts
            for talk in self._kept.log.values()
        )

    async def count(self) -> int:
        """How many interactions the log holds."""
        return len(self._kept.log)

    async def rebuild(self, *, mend: bool = True) -> Sequence[Comparison]:
        """Nothing is kept beside the log, so nothing can differ from it."""
        del mend
        return [
            Comparison("tallies", len(await self.tallies())),
            Comparison("exchanges", len(await self.exchanges())),
        ]
