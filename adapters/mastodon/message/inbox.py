"""Direct messages to the signed-in account alone, its own to itself included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.moment import instant
from adapters.mastodon.client.wire import Notification, Status
from adapters.mastodon.read.listing import batches
from adapters.mastodon.read.markup import plain, unaddressed
from adapters.mastodon.read.reading import OVERLAP
from adapters.mastodon.read.translate import addressed
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.people import People
    from adapters.mastodon.read.translate import Watched
    from bot.domain.people.identity import AccountKey

MOST_PAGES: Final = 20
"""Pages of each list, if nothing limits how far to read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and its place in the order of arrival."""

    message: DirectMessage
    order: tuple[datetime, int, str]


class Inbox:
    """The messages that were seen since the process started, and new ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._api, self._people, self._posts = connection.api, connection.people, connection.posts
        self._watched = connection.watched
        self._known: dict[str, Entry] = {}
        self._read_at: datetime | None = None
        self._read_whole = False

    async def after(self, since: str | None) -> list[DirectMessage]:
        """The messages after the one with the id `since`, or all, oldest first.

        Raises:
            NetworkError: they could not be read.
        """
        begun = self._api.clock.now()
        if self._read_at is None or (since not in self._known and not self._read_whole):
            await self._read(None, since)
            self._read_whole = since is None
        else:
            await self._read(self._read_at - OVERLAP, None)
        self._read_at = begun
        entries = sorted(self._known.values(), key=lambda entry: entry.order)
        if since in self._known:
            border = self._known[since].order
            entries = [entry for entry in entries if entry.order > border]
        return [entry.message for entry in entries]

    async def _read(self, floor: datetime | None, since: str | None) -> None:
        """Read both lists in turn, down to the time `floor` or that of the message `since`."""
        lists = [self._received(), self._to_oneself()]
        while lists:
            going_on: list[AsyncIterator[datetime]] = []
            for unread in lists:
                reached = await anext(unread, None)
                if since in self._known:
                    floor = self._known[since].order[0] - OVERLAP
                if reached is not None and (floor is None or reached >= floor):
                    going_on.append(unread)
            lists = going_on

    async def _received(self) -> AsyncIterator[datetime]:
        asked: dict[str, str | int | list[str]] = {
            "limit": self._connection.server.dialect.notifications_per_page,
            "include_filtered": "true",
        }
        now = self._api.clock.now()
        pages = 0
        async for batch in batches(self._api, "/api/v1/notifications", Notification, asked):
            reached = now
            for note in batch.items:
                at = instant(note.created_at) or now
                reached = min(reached, at)
                status = note.status.proper if note.status else None
                if note.type == "mention" and status is not None:
                    await self._take(status, at, str(note.id))
            yield reached
            pages += 1
            if pages == MOST_PAGES:
                return

    async def _to_oneself(self) -> AsyncIterator[datetime]:
        now = self._api.clock.now()
        pages = 0
        limit = self._connection.server.dialect.statuses_per_page
        async for batch in batches(
            self._api, self._connection.own_statuses, Status, {"limit": limit}
        ):
            reached = now
            for status in batch.items:
                at = instant(status.created_at) or now
                reached = min(reached, at)
                if str(status.account.id) == self._watched.local_id and status.reblog is None:
                    await self._take(status, at, str(status.id))
            yield reached
            pages += 1
            if pages == MOST_PAGES:
                return

    async def _take(self, status: Status, at: datetime, local_id: str) -> None:
        try:
            if not is_direct_message(status, self._people, self._watched):
                return
            self._people.learn(status.account)
        except ValueError:
            return
        self._posts.learn(status)
        above = None if status.in_reply_to_id is None else str(status.in_reply_to_id)
        if above is not None and self._posts.unknown([above]):
            with self._api.optional(f"post {above}"):
                await self._posts.show(above)
        key = self._people.learn(status.account)
        (sender,) = await self._people.described([key])
        uri = status.known_as
        message = DirectMessage(
            id=uri,
            sender=sender,
            text=unaddressed(plain(status.content)),
            at=at,
            reply_to=self._posts.uri(above) or None,
            edited=status.edited_at is not None,
        )
        known = self._known.get(uri)
        self._known[uri] = Entry(message, known.order if known else (at, len(local_id), local_id))


def is_direct_message(status: Status, people: People, watched: Watched) -> bool:
    """Whether a status is private and addresses the watched account alone.

    Raises:
        ValueError: somebody in it has no address.
    """
    dialect = people.server.dialect
    if status.visibility not in dialect.direct_visibilities:
        return False
    named: set[AccountKey] = set(addressed(status, people, watched))
    parent = people.key(status.in_reply_to_account_id)
    if not dialect.complete_mentions and not named and parent is not None:
        named = {parent}
    return named == {watched.key}
