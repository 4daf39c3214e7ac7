"""Everything between the watched account and others, in both directions, newest first.

Own statuses and notifications are read side by side, so that all is complete down to one
time; then what the account liked, which has no times. A descent goes to the bottom; between
the weekly ones increments go down to where the last one was, and an hour further: as a rule
the first page of each list, which costs nothing of the budget for paging.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.mastodon.read.existence import deleted
from adapters.mastodon.read.lists import Lists
from adapters.mastodon.read.reading import OVERLAP, Reading
from adapters.mastodon.read.relations import relationships
from adapters.mastodon.read.threads import OwnThreads
from adapters.mastodon.read.translate import interactions
from bot.ports import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.lists import Findings
    from adapters.mastodon.read.reading import Descent, ListName, Place
    from bot.domain.people.identity import AccountKey, Relationship
    from bot.domain.talk.interaction import Interaction, NaturalKey
    from bot.ports import Cursor, Rejected, Remembered

EVERYTHING: Final[frozenset[ListName]] = frozenset({"own", "notes", "likes"})
PUBLIC: Final[frozenset[ListName]] = frozenset({"own"})
"""The lists that are public."""


class History:
    """Reads one account once.

    Args:
        connection: the account and its server.
        page_size: items on a page, at most.
        reach: how far back descents go.
        keep_text: posts older than that are given without their text; `None`: all have theirs.
        remembered: reads from the log what it holds of the account, to find what was deleted.
        follows_threads: without a secret, look for replies in the threads of the account's own
            statuses.
    """

    def __init__(  # noqa: PLR0913 (what a reading is made of)
        self,
        connection: Connection,
        page_size: int,
        *,
        reach: timedelta,
        keep_text: timedelta | None,
        remembered: Remembered | None,
        follows_threads: bool,
    ) -> None:
        self._api, self._people, self._posts = connection.api, connection.people, connection.posts
        self._watched = connection.watched
        lists = Lists(connection, page_size)
        self._lists = {"own": lists.own, "notes": lists.notes, "likes": lists.likes}
        is_told = connection.api.is_signed_in or not follows_threads
        self._threads = None if is_told else OwnThreads(connection)
        self._reach = reach
        self._text_from = connection.api.clock.now() - keep_text if keep_text else None
        self._remembered = remembered
        self._there: set[NaturalKey] = set()
        self._memory: Sequence[Interaction] | None = None
        self._roots: dict[str, str] = {}
        self._recalled: set[str] = set()
        self._blockers: dict[AccountKey, bool] = {}

    async def pages(self, since: Cursor | None) -> AsyncIterator[Page]:
        """The pages after a cursor.

        Raises:
            NetworkError: a page could not be read; those before it stand.
        """
        server, now = self._people.server, self._api.clock.now()
        beginning = Reading(
            server=server.host,
            software=server.software,
            local_id=self._watched.local_id,
            is_public=not self._api.is_signed_in,
        )
        reading = beginning.resumed(since)
        self._api.page_limits |= reading.page_limits
        reading = msgspec.structs.replace(reading, page_limits=self._api.page_limits)
        begins = reading.descent is None and reading.is_sweep_due(now)
        if begins:
            self._people.forget_descriptions()
            reading = reading.descending(now, self._reach, self._list_names)
        if reading.descent is not None:
            async for page, reached in self._descend(
                reading, reading.descent, now, is_whole=begins
            ):
                yield page
                reading = reached
            if begins:
                return
        async for page in self._catch_up(reading, now):
            yield page

    @property
    def _failed(self) -> tuple[Rejected, ...]:
        """What could not be read since the last page, besides the lists."""
        return tuple(self._api.failures())

    @property
    def _list_names(self) -> frozenset[ListName]:
        return EVERYTHING if self._api.is_signed_in else PUBLIC

    async def _descend(
        self, reading: Reading, descent: Descent, now: datetime, *, is_whole: bool
    ) -> AsyncIterator[tuple[Page, Reading]]:
        lists = {
            list_name: aiter(self._lists[list_name](getattr(descent, list_name).below))
            for list_name in self._lists
        }
        found_likes, all_likes = False, True
        while (list_name := _next(descent)) is not None:
            findings = await anext(lists[list_name], None)
            place: Place = getattr(descent, list_name)
            if findings is None:
                descent = descent.at(list_name, msgspec.structs.replace(place, is_done=True))
                continue
            found_likes |= list_name == "likes" and bool(findings.times)
            all_likes &= not findings.is_cut_off
            descent = descent.at(list_name, _lower(place, findings, descent.floor))
            # Replies that are only in threads are read later: until then, it is not complete.
            tells = descent.is_first and self._threads is None
            reached = descent.reached if tells else None
            if self._threads is not None:
                reading = self._threads.note(reading, findings, now)
            page = await self._page(reading.at(descent), findings, reached)
            yield await self._without_blockers(page), reading.at(descent)
        if self._threads is not None:
            async for page, followed in self._threads.pages(reading.at(descent), now):
                yield self._seen(page, is_first=descent.is_first), followed
                reading = followed
        lost: list[str] = []
        if is_whole and not descent.is_first:
            memory = self._visible(await self._remember())
            with self._api.optional("which posts were deleted"):
                lost = await deleted(
                    self._api,
                    self._posts,
                    memory,
                    self._there,
                    descent,
                    knows_likes=found_likes and all_likes,
                )
        reading = reading.completed(descent)
        reached = descent.floor if descent.is_first else None
        page = Page((), (), reading.cursor(), self._failed, tuple(lost), reached)
        yield page, reading

    async def _catch_up(self, reading: Reading, now: datetime) -> AsyncIterator[Page]:
        floor = (reading.until or now) - OVERLAP
        for list_name in ("notes", "own", "likes"):
            if list_name not in self._list_names:
                continue
            async for findings in self._lists[list_name](None):
                if self._threads is not None:
                    reading = self._threads.note(reading, findings, now)
                yield await self._page(reading, findings, None)
                # Likes have no times: the first page holds those since the last increment.
                is_known = findings.oldest is None or findings.oldest < floor
                if is_known or list_name == "likes":
                    break
        if self._threads is not None:
            async for page, followed in self._threads.pages(reading, now):
                yield self._seen(page, is_first=False)
                reading = followed
        yield Page((), (), reading.advanced(now).cursor(), self._failed)

    async def _page(self, reading: Reading, findings: Findings, reached: datetime | None) -> Page:
        above = [talk.parent for talk in findings.talk if talk.parent is not None]
        if self._posts.unknown(above):
            await self._posts.learn_ancestors(above, self._recall)
            await self._recall(
                uri for talk in findings.talk for uri in self._posts.above(talk.status)
            )
        found = [
            interaction
            for talk in findings.talk
            for interaction in interactions(
                talk, self._posts, self._watched, self._roots, text_from=self._text_from
            )
        ]
        found += findings.signals
        self._there.update(interaction.key for interaction in found)
        return Page(
            interactions=tuple(found),
            accounts=await self._people.described_with_moves(
                {interaction.other for interaction in found}
            ),
            cursor=reading.cursor(),
            rejected=(*findings.rejected, *self._api.failures()),
            reaches_back_to=reached,
        )

    def _seen(self, page: Page, *, is_first: bool) -> Page:
        """A page of a thread. Only in a back-fill it says how far back everything was read."""
        self._there.update(interaction.key for interaction in page.interactions)
        return page if is_first else replace(page, reaches_back_to=None)

    async def _without_blockers(self, page: Page) -> Page:
        """The page without the acts of accounts that block this one: servers still show them."""
        actors = {
            interaction.actor for interaction in page.interactions if not interaction.outgoing
        }
        new = sorted(actors - self._blockers.keys())
        if new and self._api.is_signed_in:
            told: Mapping[AccountKey, Relationship] = {}
            with self._api.optional("/api/v1/accounts/relationships"):
                told = await relationships(self._api, self._people, new)
            self._blockers |= {key: key in told and told[key].blocked_by is True for key in new}
        kept = [
            interaction
            for interaction in page.interactions
            if not self._blockers.get(interaction.actor)
        ]
        self._there -= {interaction.key for interaction in page.interactions} - {
            interaction.key for interaction in kept
        }
        return replace(page, interactions=tuple(kept))

    def _visible(self, memory: Sequence[Interaction]) -> list[Interaction]:
        # What was read with a secret may only be hidden from requests without one.
        return [
            interaction
            for interaction in memory
            if self._api.is_signed_in or interaction.visibility.is_open
        ]

    async def _recall(self, uris: Iterable[str]) -> Mapping[str, str]:
        """Root URIs by status URI, from the log: for these statuses and those asked for before."""
        new = set(uris) - self._recalled
        if new and self._remembered is not None:
            self._recalled |= new
            spans = [(uri, uri) for uri in sorted(new)]
            memory = await self._remembered(self._watched.key, spans)
            self._roots |= {
                interaction.object_uri: interaction.root_uri
                for interaction in memory
                if interaction.root_uri
            }
        return self._roots

    async def _remember(self) -> Sequence[Interaction]:
        if self._remembered is None:
            return ()
        if self._memory is None:
            self._memory = await self._remembered(self._watched.key)
        return self._memory


def _next(descent: Descent) -> ListName | None:
    """The list to read next: the dated list that was read the least far back, then likes."""
    dated: list[tuple[datetime, ListName]] = []
    if not descent.own.is_done:
        dated.append((descent.own.reached, "own"))
    if not descent.notes.is_done:
        dated.append((descent.notes.reached, "notes"))
    if dated:
        return max(dated)[1]
    return None if descent.likes.is_done else "likes"


def _lower(place: Place, findings: Findings, floor: datetime) -> Place:
    return msgspec.structs.replace(
        place,
        below=findings.below,
        reached=min([place.reached, *findings.times]),
        is_done=findings.below is None or findings.is_below(floor),
    )
