"""Everything between the watched account and others, in both directions, newest first.

Two sources are read side by side, so that each page is complete down to its time: the own
records, which come in one answer, and the notifications, a hundred at a time. A descent goes
to the bottom; increments, between the weekly ones, go down to where the last one was, and
two days further.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky import profiles
from adapters.bluesky.car import CarError
from adapters.bluesky.others_side import NOTHING, read_notes
from adapters.bluesky.own_side import read_own_side
from adapters.bluesky.reading import OVERLAP, Reading
from adapters.bluesky.translate import interactions, key_of
from adapters.bluesky.vanished import others_gone, own_gone
from bot.errors import UnreachableError
from bot.ports import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import datetime, timedelta

    from adapters.bluesky.api import Api, Whom
    from adapters.bluesky.others_side import Notes
    from adapters.bluesky.own_side import OwnSide
    from adapters.bluesky.reading import Descent
    from adapters.bluesky.threads import OwnThreads
    from adapters.bluesky.translate import Act
    from bot.domain.identity import Account, OwnerId
    from bot.domain.interaction import Interaction, NaturalKey
    from bot.ports import Cursor, Rejected, Remembered

CHUNK: Final = 2_000
"""Own acts in one page, at most. The log takes them in one transaction, which writes each part of
an index once, however many of its rows are there: in pages of 500, that took a third of the time.
"""


class History:
    """One reading of an account; made anew for each.

    Args:
        api: asks the servers.
        whom: the watched account.
        owner: whose log it is for.
        reach: how far back descents go.
        remembered: what the log holds of the account, asked where something may be gone.
        threads: looks for answers in threads, of which an account without a secret is not told.
    """

    def __init__(  # noqa: PLR0913 (what a reading is made of)
        self,
        api: Api,
        whom: Whom,
        owner: OwnerId,
        *,
        reach: timedelta,
        remembered: Remembered | None,
        threads: OwnThreads | None = None,
    ) -> None:
        self._api = api
        self._whom = whom
        self._owner = owner
        self._reach = reach
        self._remembered = remembered
        self._threads = threads
        self._me = key_of(whom.did)
        self._accounts: dict[str, Account] = {}
        self._there: set[NaturalKey] = set()

    async def pages(self, since: Cursor | None) -> AsyncIterator[Page]:
        """What a cursor leaves to be read.

        Raises:
            NetworkError: a page could not be read; those before it stand.
        """
        is_public = self._api.sign_in is None
        reading = Reading.resumed(since, self._whom.did, is_public=is_public)
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

    # --- the two ways ------------------------------------------------------------------------

    async def _descend(
        self, reading: Reading, descent: Descent, now: datetime
    ) -> AsyncIterator[tuple[Page, Reading]]:
        is_whole = descent.notes is None and not descent.own
        own = await read_own_side(self._api, self._whom, "", now)
        if not descent.is_first:  # in which nothing can be gone
            self._see(own.acts)
        descent = _set(descent, rev=descent.rev or own.rev)
        left = [act for act in own.acts if act.at >= descent.floor]
        if descent.own:
            left = [act for act in left if act.place < descent.own]
        odd = own.rejected if is_whole else []
        notes = NOTHING
        async for notes in self._notes(descent.notes, descent.floor, now):
            if notes.cursor is None:
                break
            above = _from(left, notes.bottom)
            left = left[len(above) :]
            for some in _chunks(above):
                descent = _set(descent, own=some[-1].place)
                yield await self._page(reading.at(descent), some, reached=_told(descent))
            descent = _set(descent, notes=notes.cursor, reached=notes.bottom or descent.reached)
            yield await self._page(
                reading.at(descent), notes=notes, odd=odd, reached=_told(descent)
            )
            odd = []
        # Where answers are in the threads, nothing is read in full before they are.
        tells = descent.is_first and self._threads is None
        for some in _chunks(left):
            descent = _set(descent, own=some[-1].place)
            reading = await self._noting(reading, some, now)
            reached = _told(descent) if tells else None
            yield await self._page(reading.at(descent), some, reached=reached)
        async for page, followed in self._follow(reading.at(descent), now):
            yield (page if descent.is_first else replace(page, reaches_back_to=None)), followed
            reading = followed
        gone = [] if descent.is_first else await self._gone(own, descent if is_whole else None)
        descent = _set(descent, reached=descent.floor)
        yield await self._page(
            reading.landed(descent), notes=notes, odd=odd, gone=gone, reached=_told(descent)
        )

    async def _catch_up(self, reading: Reading, now: datetime) -> AsyncIterator[Page]:
        own = await read_own_side(self._api, self._whom, reading.rev, now)
        self._see(own.acts)
        until = reading.until or now
        notes = NOTHING
        async for notes in self._notes(None, until - OVERLAP, now):
            if notes.cursor is None:
                break
            page, _ = await self._page(reading, notes=notes)
            yield page
        for some in _chunks(own.acts):
            reading = await self._noting(reading, some, now)
            page, _ = await self._page(reading, some)
            yield page
        async for page, followed in self._follow(reading, now):
            yield replace(page, reaches_back_to=None)
            reading = followed
        gone = await self._gone(own, None)
        page, _ = await self._page(
            reading.advanced(own.rev, now), notes=notes, odd=own.rejected, gone=gone
        )
        yield page

    async def _notes(
        self, cursor: str | None, floor: datetime, now: datetime
    ) -> AsyncIterator[Notes]:
        """The notifications, which only the account itself may read."""
        if self._api.sign_in is None:
            yield NOTHING
            return
        async for notes in read_notes(self._api, cursor, floor, now):
            self._see(notes.acts)
            yield notes

    async def _noting(self, reading: Reading, acts: Sequence[Act], now: datetime) -> Reading:
        return await self._threads.note(reading, acts, now) if self._threads else reading

    async def _follow(self, reading: Reading, now: datetime) -> AsyncIterator[tuple[Page, Reading]]:
        """The threads that are due; each page tells how far back they have been read by then."""
        if self._threads is None:
            return
        async for thread, talk, followed in self._threads.read(reading, self._whom, now):
            self._there.update(one.key for one in talk)
            accounts = await self._described({one.other.id for one in talk})
            reached = thread.latest
            yield Page(tuple(talk), accounts, followed.cursor(), reaches_back_to=reached), followed

    # --- pages -------------------------------------------------------------------------------

    async def _page(  # noqa: PLR0913 (what a page can hold)
        self,
        reading: Reading,
        acts: Sequence[Act] = (),
        *,
        notes: Notes | None = None,
        odd: Sequence[Rejected] = (),
        gone: Sequence[str] = (),
        reached: datetime | None = None,
    ) -> tuple[Page, Reading]:
        all_acts = [*acts, *(notes.acts if notes else ())]
        found = [one for act in all_acts for one in self._of(act)]
        if notes:
            for did, profile in notes.authors.items():
                self._accounts[did] = profiles.account(profile, self._whom.pds)
        page = Page(
            interactions=tuple(found),
            accounts=await self._described({one.other.id for one in found}),
            cursor=reading.cursor(),
            rejected=(*odd, *(notes.rejected if notes else ())),
            gone=tuple(gone),
            reaches_back_to=reached,
        )
        return page, reading

    async def _described(self, dids: set[str]) -> tuple[Account, ...]:
        unknown = dids - self._accounts.keys()
        fetched = await profiles.fetch(self._api, unknown)
        for did in unknown:
            profile = fetched.get(did)
            self._accounts[did] = (
                profiles.account(profile, self._whom.pds)
                if profile
                else profiles.hidden_account(did, self._whom.pds)
            )
        return tuple(self._accounts[did] for did in sorted(dids))

    def _of(self, act: Act) -> list[Interaction]:
        return interactions(act, self._me, self._owner)

    def _see(self, acts: Sequence[Act]) -> None:
        self._there.update(one.key for act in acts for one in self._of(act))

    async def _gone(self, own: OwnSide, sweep: Descent | None) -> list[str]:
        """Which of the records that the log remembers are gone, as far as this reading tells."""
        if self._remembered is None or (own.tree is None and sweep is None):
            return []
        spans = own.tree.spans() if own.tree is not None and sweep is None else None
        remembered = await self._remembered(self._me, spans)
        try:
            gone = own_gone(remembered, own.tree, self._there) if own.tree else []
        except CarError as error:
            message = f"{self._whom.pds} answers with a damaged repository ({error})."
            raise UnreachableError(message) from error
        if sweep is not None and self._api.sign_in is not None:
            gone += await others_gone(self._api, remembered, self._there, sweep.floor, sweep.begun)
        return gone


def _from(acts: Sequence[Act], bottom: datetime | None) -> list[Act]:
    """Those of these acts, which are in their order, that stand above an instant."""
    return list(acts if bottom is None else takewhile(lambda act: act.at >= bottom, acts))


def _chunks(acts: Sequence[Act]) -> Iterator[Sequence[Act]]:
    return (acts[start : start + CHUNK] for start in range(0, len(acts), CHUNK))


def _set(descent: Descent, **changes: object) -> Descent:
    return msgspec.structs.replace(descent, **changes)


def _told(descent: Descent) -> datetime | None:
    """How far back it reaches, of a back-fill: a sweep reads what was read before."""
    return descent.reached if descent.is_first else None
