"""The interactions between the watched account and others, in both directions, newest first.

Own records, which come in one answer, and notifications, 100 at a time, are merged by time, so
that each page is complete down to its lowest time. A descent reads everything, once a week. In
between, increments read down to the last increment, and two days further.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.read import profiles
from adapters.bluesky.read.car import CarError
from adapters.bluesky.read.notifications import EMPTY_PAGE, read_notifications
from adapters.bluesky.read.own_records import read_own_records
from adapters.bluesky.read.reading import OVERLAP, Reading
from adapters.bluesky.read.translate import interactions, key_of
from adapters.bluesky.read.vanished import others_gone, own_gone
from bot.domain.sentence import marked
from bot.errors import UnreachableError
from bot.ports import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import datetime, timedelta

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.read.notifications import NotificationPage
    from adapters.bluesky.read.own_records import OwnRecords
    from adapters.bluesky.read.reading import Descent
    from adapters.bluesky.read.threads import OwnThreads
    from adapters.bluesky.read.translate import Act
    from bot.domain.people.identity import Account, OwnerId
    from bot.domain.talk.interaction import Interaction, NaturalKey
    from bot.ports import Cursor, Rejected, Remembered

CHUNK: Final = 2_000
"""The most own acts in one page. The log records a page in one transaction, and each transaction
writes the indexes: in pages of 500, that took a third of the time."""


class History:
    """One reading of an account.

    Args:
        api: calls the servers.
        watched: the watched account.
        owner: whose log the interactions are for.
        reach: how far back descents go.
        remembered: returns the account's interactions in the log, to find deleted ones.
        threads: looks for answers in threads, for an account without a secret.
    """

    def __init__(  # noqa: PLR0913 (what a reading is made of)
        self,
        api: Api,
        watched: Identity,
        owner: OwnerId,
        *,
        reach: timedelta,
        remembered: Remembered | None,
        threads: OwnThreads | None = None,
    ) -> None:
        self._api = api
        self._watched = watched
        self._owner = owner
        self._reach = reach
        self._remembered = remembered
        self._threads = threads
        self._me = key_of(watched.did)
        self._now = api.rpc.clock.now()
        self._accounts: dict[str, Account] = {}
        self._there: set[NaturalKey] = set()

    async def pages(self, since: Cursor | None) -> AsyncIterator[Page]:
        """The pages after a cursor.

        Raises:
            NetworkError: a page could not be read; earlier pages stay valid.
        """
        is_public = self._api.sign_in is None
        reading = Reading.resumed(since, self._watched.did, is_public=is_public)
        now = self._api.rpc.clock.now()
        begins = reading.descent is None and reading.is_sweep_due(now)
        if begins:
            reading = reading.descending(now, self._reach)
        if reading.descent is not None:
            async for page, reached in self._descend(reading, reading.descent, now):
                yield page
                reading = reached
            if begins:
                return
        async for page in self._catch_up(reading, now):
            yield page

    async def _descend(
        self, reading: Reading, descent: Descent, now: datetime
    ) -> AsyncIterator[tuple[Page, Reading]]:
        is_whole = descent.notes is None and not descent.own
        own = await read_own_records(self._api, self._watched, "", now)
        if not descent.is_first:  # the first finds no deletions
            self._mark_present(own.acts)
        descent = msgspec.structs.replace(descent, rev=descent.rev or own.rev)
        left = [act for act in own.acts if act.at >= descent.floor]
        if descent.own:
            left = [act for act in left if act.order_key < descent.own]
        rejected = own.rejected if is_whole else []
        notes = EMPTY_PAGE
        async for notes in self._notes(descent.notes, descent.floor, now):
            if notes.cursor is None:
                break
            above = _from(left, notes.bottom)
            left = left[len(above) :]
            for chunk in _chunks(above):
                descent = msgspec.structs.replace(descent, own=chunk[-1].order_key)
                yield await self._page(reading.at(descent), chunk, reached=_back_filled_to(descent))
            descent = msgspec.structs.replace(
                descent, notes=notes.cursor, reached=notes.bottom or descent.reached
            )
            yield await self._page(
                reading.at(descent),
                notes=notes,
                rejected=rejected,
                reached=_back_filled_to(descent),
            )
            rejected = []
        # If answers come from threads, no time is complete before these are read.
        is_complete = descent.is_first and self._threads is None
        for chunk in _chunks(left):
            descent = msgspec.structs.replace(descent, own=chunk[-1].order_key)
            reading = await self._add_threads(reading, chunk, now)
            reached = _back_filled_to(descent) if is_complete else None
            yield await self._page(reading.at(descent), chunk, reached=reached)
        async for page, followed in self._read_threads(reading.at(descent), now):
            yield (page if descent.is_first else replace(page, reaches_back_to=None)), followed
            reading = followed
        is_whole &= not notes.is_cut
        gone = [] if descent.is_first else await self._gone(own, descent if is_whole else None)
        lowest = (notes.bottom or descent.reached) if notes.is_cut else descent.floor
        descent = msgspec.structs.replace(descent, reached=lowest)
        yield await self._page(
            reading.landed(descent),
            notes=notes,
            rejected=rejected,
            gone=gone,
            reached=_back_filled_to(descent),
        )

    async def _catch_up(self, reading: Reading, now: datetime) -> AsyncIterator[Page]:
        own = await read_own_records(self._api, self._watched, reading.rev, now)
        self._mark_present(own.acts)
        until = reading.until or now
        notes = EMPTY_PAGE
        async for notes in self._notes(None, until - OVERLAP, now):
            if notes.cursor is None:
                break
            page, _ = await self._page(reading, notes=notes)
            yield page
        for chunk in _chunks(own.acts):
            reading = await self._add_threads(reading, chunk, now)
            page, _ = await self._page(reading, chunk)
            yield page
        async for page, followed in self._read_threads(reading, now):
            yield replace(page, reaches_back_to=None)
            reading = followed
        gone = await self._gone(own, None)
        page, _ = await self._page(
            reading.advanced(own.rev, now), notes=notes, rejected=own.rejected, gone=gone
        )
        yield page

    async def _notes(
        self, cursor: str | None, floor: datetime, now: datetime
    ) -> AsyncIterator[NotificationPage]:
        """The notifications; none without signing in."""
        if self._api.sign_in is None:
            yield EMPTY_PAGE
            return
        async for notes in read_notifications(self._api, cursor, floor, now):
            self._mark_present(notes.acts)
            yield notes

    async def _add_threads(self, reading: Reading, acts: Sequence[Act], now: datetime) -> Reading:
        return await self._threads.note(reading, acts, now) if self._threads else reading

    async def _read_threads(
        self, reading: Reading, now: datetime
    ) -> AsyncIterator[tuple[Page, Reading]]:
        """A page for each thread that is due."""
        if self._threads is None:
            return
        async for thread, talk, followed in self._threads.read(reading, self._watched, now):
            self._there.update(interaction.key for interaction in talk)
            accounts = await self._described({interaction.other.id for interaction in talk})
            page = Page(
                interactions=tuple(talk),
                accounts=accounts,
                cursor=followed.cursor(),
                reaches_back_to=thread.latest,
            )
            yield page, followed

    async def _page(  # noqa: PLR0913 (what a page can hold)
        self,
        reading: Reading,
        acts: Sequence[Act] = (),
        *,
        notes: NotificationPage | None = None,
        rejected: Sequence[Rejected] = (),
        gone: Sequence[str] = (),
        reached: datetime | None = None,
    ) -> tuple[Page, Reading]:
        all_acts = [*acts, *(notes.acts if notes else ())]
        interactions = [interaction for act in all_acts for interaction in self._interactions(act)]
        if notes:
            for did, profile in notes.authors.items():
                self._accounts[did] = profiles.account(profile, self._watched.pds, self._now)
        page = Page(
            interactions=tuple(interactions),
            accounts=await self._described({interaction.other.id for interaction in interactions}),
            cursor=reading.cursor(),
            rejected=(*rejected, *(notes.rejected if notes else ())),
            gone=tuple(gone),
            reaches_back_to=reached,
        )
        return page, reading

    async def _described(self, dids: set[str]) -> tuple[Account, ...]:
        unknown = dids - self._accounts.keys()
        self._accounts |= await profiles.known(self._api, unknown, self._watched.pds)
        return tuple(self._accounts[did] for did in sorted(dids))

    def _interactions(self, act: Act) -> list[Interaction]:
        return interactions(act, self._me, self._owner)

    def _mark_present(self, acts: Sequence[Act]) -> None:
        self._there.update(
            interaction.key for act in acts for interaction in self._interactions(act)
        )

    async def _gone(self, own: OwnRecords, sweep: Descent | None) -> list[str]:
        """URIs of records in the log that were deleted, as far as this reading shows it."""
        if self._remembered is None or (own.tree is None and sweep is None):
            return []
        spans = own.tree.spans() if own.tree is not None and sweep is None else None
        remembered = await self._remembered(self._me, spans)
        try:
            gone = own_gone(remembered, own.tree, self._there) if own.tree else []
        except CarError as error:
            raise UnreachableError(
                marked("{pds} answers with a damaged repository ({said})."),
                pds=self._watched.pds,
                said=error,
            ) from error
        if sweep is not None and self._api.sign_in is not None:
            gone += await others_gone(self._api, remembered, self._there, sweep.floor, sweep.begun)
        return gone


def _from(acts: Sequence[Act], bottom: datetime | None) -> list[Act]:
    """The acts at or after an instant, from acts that are newest first."""
    return list(acts if bottom is None else takewhile(lambda act: act.at >= bottom, acts))


def _chunks(acts: Sequence[Act]) -> Iterator[Sequence[Act]]:
    return (acts[start : start + CHUNK] for start in range(0, len(acts), CHUNK))


def _back_filled_to(descent: Descent) -> datetime | None:
    """How far back the back-fill reaches; `None` for a sweep, which repeats it."""
    return descent.reached if descent.is_first else None
