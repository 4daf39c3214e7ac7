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

from adapters.mastodon.existence import deleted
from adapters.mastodon.lists import Lists
from adapters.mastodon.reading import OVERLAP, Reading
from adapters.mastodon.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.relations import relationships
from adapters.mastodon.threads import OwnThreads
from adapters.mastodon.translate import interactions
from bot.ports import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from adapters.mastodon.connection import Connection
    from adapters.mastodon.lists import Findings
    from adapters.mastodon.reading import Descent, Place, Source
    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction, NaturalKey
    from bot.ports import Cursor, Remembered

EVERYTHING: Final[frozenset[Source]] = frozenset({"own", "notes", "likes"})
PUBLIC: Final[frozenset[Source]] = frozenset({"own"})
"""What anybody may read."""


class History:
    """One reading of an account; made anew for each.

    Args:
        connection: the account and its server.
        page_size: items on a page, at most.
        reach: how far back descents go.
        keep_text: what is older is given without its text; `None`: nothing is.
        remembered: what the log holds of the account, asked where something may be gone.
        follows_threads: look for answers in the threads of what the account said, where it has
            no secret.
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
        begins = reading.descent is None and reading.is_sweep_due(now)
        if begins:
            self._people.forget_descriptions()
            reading = reading.descending(now, self._reach, self._sources)
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
    def _sources(self) -> frozenset[Source]:
        return EVERYTHING if self._api.is_signed_in else PUBLIC

    # --- the two ways ------------------------------------------------------------------------

    async def _descend(
        self, reading: Reading, descent: Descent, now: datetime, *, is_whole: bool
    ) -> AsyncIterator[tuple[Page, Reading]]:
        lists = {
            source: aiter(self._lists[source](getattr(descent, source).below))
            for source in self._lists
        }
        found_likes = False
        while (source := _next(descent)) is not None:
            findings = await anext(lists[source], None)
            place: Place = getattr(descent, source)
            if findings is None:
                descent = descent.at(source, msgspec.structs.replace(place, is_done=True))
                continue
            found_likes |= source == "likes" and bool(findings.times)
            descent = descent.at(source, _lower(place, findings, descent.floor))
            # Where answers are in the threads, nothing is read in full before they are.
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
            lost = await deleted(
                self._api,
                self._posts,
                self._visible(await self._remember()),
                self._there,
                descent,
                knows_likes=found_likes,
            )
        reading = reading.completed(descent)
        reached = descent.floor if descent.is_first else None
        yield Page((), (), reading.cursor(), gone=tuple(lost), reaches_back_to=reached), reading

    async def _catch_up(self, reading: Reading, now: datetime) -> AsyncIterator[Page]:
        floor = (reading.until or now) - OVERLAP
        for source in ("notes", "own", "likes"):
            if source not in self._sources:
                continue
            async for findings in self._lists[source](None):
                if self._threads is not None:
                    reading = self._threads.note(reading, findings, now)
                yield await self._page(reading, findings, None)
                # Likes have no times: one page is what could be given between two increments.
                is_known = findings.oldest is None or findings.oldest < floor
                if is_known or source == "likes":
                    break
        if self._threads is not None:
            async for page, followed in self._threads.pages(reading, now):
                yield self._seen(page, is_first=False)
                reading = followed
        yield Page((), (), reading.advanced(now).cursor())

    # --- pages -------------------------------------------------------------------------------

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
            rejected=tuple(findings.rejected),
            reaches_back_to=reached,
        )

    def _seen(self, page: Page, *, is_first: bool) -> Page:
        """A page of a thread; only a back-fill's tells how far back all has been read."""
        self._there.update(interaction.key for interaction in page.interactions)
        return page if is_first else replace(page, reaches_back_to=None)

    async def _without_blockers(self, page: Page) -> Page:
        """A page without what those did who block the account: servers go on telling of it."""
        actors = {
            interaction.actor for interaction in page.interactions if not interaction.outgoing
        }
        new = sorted(actors - self._blockers.keys())
        if new and self._api.is_signed_in:
            try:
                told = await relationships(self._api, self._people, new)
            except (NotAllowedError, NotFoundError):  # then it is not known
                told = {}
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
        # What was read with a secret is not gone for being hidden from those who have none.
        return [
            interaction
            for interaction in memory
            if self._api.is_signed_in or interaction.visibility.is_open
        ]

    async def _recall(self, uris: Iterable[str]) -> Mapping[str, str]:
        """Where threads began, by status, as far as the log has told for these or for others."""
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


def _next(descent: Descent) -> Source | None:
    """The source to read on: the dated one that is furthest behind, and likes in the end."""
    dated: list[tuple[datetime, Source]] = []
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
