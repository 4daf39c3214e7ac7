"""The three lists of an account's history, each read page by page, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.items import senseless
from adapters.mastodon.client.moment import instant
from adapters.mastodon.client.wire import Notification, Status
from adapters.mastodon.read.listing import batches
from adapters.mastodon.read.translate import is_odd, is_talk, own_signals_in, signals_in, talk_in
from bot.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import datetime

    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.listing import Batch
    from adapters.mastodon.read.translate import Talk
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Rejected

_LIKES: Final = "/api/v1/favourites"


@dataclass(slots=True)
class Findings:
    """What a page of a list told. `below` is the `max_id` of the next page, `None` at the end.

    `said` are the account's own statuses on it, boosts left out. `is_cut_off`: the list could not
    be read further.
    """

    below: str | None
    talk: list[Talk] = field(default_factory=list)
    signals: list[Interaction] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    said: list[Status] = field(default_factory=list)
    is_cut_off: bool = False

    @property
    def oldest(self) -> datetime | None:
        """The time of the oldest item, of whatever type."""
        return min(self.times, default=None)

    def is_below(self, floor: datetime) -> bool:
        """Whether all of it is older than that."""
        return bool(self.times) and max(self.times) < floor


class Lists:
    """The lists of one account.

    Args:
        connection: whose lists these are.
        page_size: items on a page, at most.
    """

    def __init__(self, connection: Connection, page_size: int) -> None:
        self._path = connection.own_statuses
        self._api, self._people, self._posts = connection.api, connection.people, connection.posts
        self._watched = connection.watched
        self._page_size = page_size
        self._dialect = connection.server.dialect

    async def own(self, below: str | None) -> AsyncIterator[Findings]:
        """The account's statuses and boosts; others' statuses in the list are skipped.

        Raises:
            NetworkError: a page could not be read.
        """
        limit = min(self._page_size, self._dialect.statuses_per_page)
        async for batch in batches(self._api, self._path, Status, {"limit": limit}, below):
            yield await self.read_statuses(batch)

    async def notes(self, below: str | None) -> AsyncIterator[Findings]:
        """What others did toward the account, filtered notifications included.

        Raises:
            NetworkError: a page could not be read.
        """
        limit = min(self._page_size, self._dialect.notifications_per_page)
        asked: dict[str, str | int | list[str]] = {"limit": limit, "include_filtered": "true"}
        async for batch in batches(self._api, "/api/v1/notifications", Notification, asked, below):
            yield self.read_notes(batch)

    async def likes(self, below: str | None) -> AsyncIterator[Findings]:
        """What the account liked, as far as the server has that list and lets it be read.

        Raises:
            NetworkError: see `Api.optional`.
        """
        limit = min(self._page_size, self._dialect.statuses_per_page)
        try:
            async for batch in batches(self._api, _LIKES, Status, {"limit": limit}, below):
                yield self._read_likes(batch)
        except NetworkError as error:
            self._api.tolerate(_LIKES, error)
            yield Findings(None, is_cut_off=True)

    async def read_statuses(self, batch: Batch[Status]) -> Findings:
        """The account's own statuses on a page.

        Raises:
            NetworkError: whom they answer could not be asked for.
        """
        now = self._api.clock.now()
        findings = Findings(batch.below, rejected=batch.rejected, times=_times(batch.items, now))
        own = [status for status in batch.items if self._is_own(status)]
        findings.said = [status for status in own if status.reblog is None]
        answered = [status for status in own if self._learns_parent(status)]
        for status in own:
            self._posts.learn(status)
        await self._posts.learn_parents(
            status.in_reply_to_id for status in own if status.in_reply_to_account_id is None
        )
        await self._people.meet(str(status.proper.in_reply_to_account_id) for status in answered)
        for status in own:
            try:
                if status.reblog is not None:
                    seen_at = min(instant(status.created_at) or now, now)
                    findings.signals += own_signals_in(status, self._people, self._watched, seen_at)
                else:
                    self._take(findings, status, min(instant(status.created_at) or now, now))
            except ValueError as error:
                findings.rejected.append(senseless(status, str(error)))
        return findings

    def read_notes(self, batch: Batch[Notification]) -> Findings:
        """What the notifications on a page tell."""
        now = self._api.clock.now()
        findings = Findings(batch.below, rejected=batch.rejected, times=_times(batch.items, now))
        for note, seen_at in zip(batch.items, findings.times, strict=True):
            try:
                if is_odd(note):
                    why = f"a notification of a type that is not known: {note.type[:60]}"
                    findings.rejected.append(senseless(note, why))
                    continue
                findings.signals += signals_in(note, self._people, self._watched, seen_at)
                if note.status is not None and is_talk(note):
                    self._posts.learn(note.status)
                    is_named = note.type == "mention" and not self._is_own(note.status)
                    self._take(findings, note.status, seen_at, is_named=is_named)
            except ValueError as error:
                findings.rejected.append(senseless(note, str(error)))
        return findings

    def _read_likes(self, batch: Batch[Status]) -> Findings:
        now = self._api.clock.now()
        findings = Findings(batch.below, rejected=batch.rejected, times=_times(batch.items, now))
        for status in batch.items:
            try:
                findings.signals += own_signals_in(
                    status, self._people, self._watched, now, liked=True
                )
            except ValueError as error:
                findings.rejected.append(senseless(status, str(error)))
        return findings

    def _take(
        self, findings: Findings, status: Status, seen_at: datetime, *, is_named: bool = False
    ) -> None:
        talk = talk_in(status, self._people, self._posts, self._watched, seen_at, is_named=is_named)
        if talk is not None:
            findings.talk.append(talk)
        findings.signals += own_signals_in(status, self._people, self._watched, seen_at)

    def _is_own(self, status: Status) -> bool:
        return str(status.account.id) == self._watched.local_id

    def _learns_parent(self, status: Status) -> bool:
        """Whether the parent's author may have to be asked for; mentions are learnt first."""
        try:
            for mention in status.mentions or ():
                self._people.mentioned(mention)
        except ValueError:
            return False
        return status.reblog is None and status.in_reply_to_account_id is not None


def _times(items: Iterable[Status | Notification], now: datetime) -> list[datetime]:
    return [min(instant(item.created_at) or now, now) for item in items]
