"""What others answer an account that has no secret, read in the threads of its own posts.

Nobody tells such an account of answers: notifications are for who is signed in. Threads are read
the latest first, and again for answers that came since; see `bot.domain.thread`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.conversation import seen
from adapters.bluesky.existence import AT_ONCE, shown_posts
from adapters.bluesky.wire.records import Post
from adapters.http import Budget
from bot.domain.thread import QUIET, Thread, next_due, noted, read
from bot.errors import RateLimitedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from adapters.bluesky.api import Api, Whom
    from adapters.bluesky.reading import Reading
    from adapters.bluesky.translate import Act
    from bot.domain.identity import OwnerId
    from bot.domain.interaction import Interaction

MOST: Final = 300
SPAN: Final = timedelta(minutes=5)
"""A tenth of what the AppView grants an address: others may be behind it."""


class OwnThreads:
    """The threads of one account, for as long as the process runs.

    Args:
        api: asks the AppView.
        owner: whose log it is for.
    """

    def __init__(self, api: Api, owner: OwnerId) -> None:
        self._api = api
        self._owner = owner
        self._budget = Budget(MOST, SPAN)

    async def note(self, reading: Reading, acts: Sequence[Act], now: datetime) -> Reading:
        """The reading, with the threads that some of the account's acts stand in.

        What is older than an earlier reading could miss is not begun again.

        Raises:
            NetworkError: it could not be asked whether anybody answered.
        """
        floor = None if reading.until is None else reading.until - QUIET
        said = [
            act for act in acts if isinstance(act.record, Post) and (not floor or act.at > floor)
        ]
        idle = await self._idle([act for act in said if act.at <= now - QUIET])
        busy = [act for act in said if str(act.uri) not in idle]
        found = [Thread(uri, act.at) for act in busy for uri in (str(act.uri), *_own_root(act))]
        return msgspec.structs.replace(reading, threads=noted(reading.threads, found))

    async def read(
        self, reading: Reading, whom: Whom, now: datetime
    ) -> AsyncIterator[tuple[Thread, Sequence[Interaction], Reading]]:
        """Each thread that is due, the latest first: its talk, and how far it has been read.

        Raises:
            RateLimitedError: the budget is used up; what was read before stands.
            NetworkError: a thread could not be read.
        """
        while (thread := next_due(reading.threads, now)) is not None:
            self._take()
            around = await seen(self._api, thread.id, whom.did, self._owner)
            threads = read(reading.threads, thread, now, around)
            reading = msgspec.structs.replace(reading, threads=threads)
            yield thread, around.talk if around is not None else (), reading

    async def _idle(self, acts: Sequence[Act]) -> set[str]:
        """The posts that began a thread which nobody has answered."""
        roots = [act.uri for act in acts if isinstance(act.record, Post) and not act.record.reply]
        idle: set[str] = set()
        for start in range(0, len(roots), AT_ONCE):
            self._take()
            shown = await shown_posts(self._api, roots[start : start + AT_ONCE])
            idle |= {uri for uri, view in shown.items() if view.reply_count == 0}
        return idle

    def _take(self) -> None:
        now = self._api.rpc.clock.now()
        until = self._budget.free_at(now)
        if until is not None:
            message = (
                f"Enough has been asked of Bluesky: what is left is read from {until:%H:%M} UTC on."
            )
            raise RateLimitedError(message, until=until)
        self._budget.take(now)


def _own_root(act: Act) -> list[str]:
    """The root of a post's thread, if the account began it: all that hangs together is read there.

    Below a post that is gone it does not hang together any more.
    """
    root = act.record.reply.root.uri if isinstance(act.record, Post) and act.record.reply else ""
    return [root] if root.startswith(f"at://{act.uri.did}/") else []
