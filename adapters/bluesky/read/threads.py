"""Answers of others to an account without a secret, from the threads of its own posts.

Such an account has no notifications, which need signing in. Threads are read from the latest
on, and again for later answers: see `bot.domain.talk.thread`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.client.refusal import FaultError
from adapters.bluesky.read.conversation import seen
from adapters.bluesky.read.existence import AT_ONCE, shown_posts
from adapters.bluesky.wire.records import PostRecord
from adapters.http import Budget
from bot.domain.sentence import marked
from bot.domain.talk.thread import QUIET, Thread, next_due, noted, read
from bot.errors import RateLimitedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.read.reading import Reading
    from adapters.bluesky.read.translate import Act
    from bot.domain.people.identity import OwnerId
    from bot.domain.talk.interaction import Interaction

FAILURES: Final = 5
"""After so many threads that failed, and none that did not, the server as a whole has failed."""
MOST: Final = 300
SPAN: Final = timedelta(minutes=5)
"""`MOST` requests in this time are a tenth of the AppView's limit for an IP address."""


class OwnThreads:
    """Reads the threads of one account's posts, within a budget of requests.

    Args:
        api: asks the AppView.
        owner: whose log it is for.
    """

    def __init__(self, api: Api, owner: OwnerId) -> None:
        self._api = api
        self._owner = owner
        self._budget = Budget(MOST, SPAN)

    async def note(self, reading: Reading, acts: Sequence[Act], now: datetime) -> Reading:
        """Add the threads of some own acts to the reading.

        Threads that an earlier reading has finished are left out.

        Raises:
            NetworkError: the posts could not be read.
        """
        floor = None if reading.until is None else reading.until - QUIET
        posts = [
            act
            for act in acts
            if isinstance(act.record, PostRecord) and (not floor or act.at > floor)
        ]
        idle = await self._idle([act for act in posts if act.at <= now - QUIET])
        busy = [act for act in posts if str(act.uri) not in idle]
        threads = [Thread(uri, act.at) for act in busy for uri in (str(act.uri), *_own_root(act))]
        return msgspec.structs.replace(reading, threads=noted(reading.threads, threads))

    async def read(
        self, reading: Reading, watched: Identity, now: datetime
    ) -> AsyncIterator[tuple[Thread, Sequence[Interaction], Reading]]:
        """Each thread that is due, the latest first, with its talk and the advanced reading.

        A thread on which the server fails stays due, and is left out of this reading.

        Raises:
            RateLimitedError: the budget is used up; earlier results stay valid.
            NetworkError: the threads could not be read.
        """
        failed: set[str] = set()
        works = False
        while (thread := _next(reading, failed, now)) is not None:
            self._take()
            try:
                around = await seen(self._api, thread.id, watched.did, self._owner)
            except FaultError:
                failed.add(thread.id)
                if len(failed) >= FAILURES and not works:
                    raise
                continue
            works = True
            threads = read(reading.threads, thread, now, around)
            reading = msgspec.structs.replace(reading, threads=threads)
            yield thread, around.talk if around is not None else (), reading

    async def _idle(self, acts: Sequence[Act]) -> set[str]:
        """The posts that nobody has replied to, among these."""
        roots = [
            act.uri for act in acts if isinstance(act.record, PostRecord) and not act.record.reply
        ]
        idle: set[str] = set()
        for start in range(0, len(roots), AT_ONCE):
            self._take()
            shown = await shown_posts(self._api, roots[start : start + AT_ONCE])
            idle |= {uri for uri, view in shown.found.items() if view.reply_count == 0}
        return idle

    def _take(self) -> None:
        now = self._api.rpc.clock.now()
        until = self._budget.free_at(now)
        if until is not None:
            raise RateLimitedError(
                marked(
                    "Enough has been asked of Bluesky: what is left is read from {time} UTC on."
                ),
                time=f"{until:%H:%M}",
                until=until,
            )
        self._budget.take(now)


def _next(reading: Reading, failed: Collection[str], now: datetime) -> Thread | None:
    return next_due(tuple(thread for thread in reading.threads if thread.id not in failed), now)


def _own_root(act: Act) -> list[str]:
    """The root of a post's thread, if it is the account's own.

    Reading the root shows the whole thread, except replies below a deleted post.
    """
    root = act.record.reply.top if isinstance(act.record, PostRecord) and act.record.reply else ""
    return [root] if root.startswith(f"at://{act.uri.did}/") else []
