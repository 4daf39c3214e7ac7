"""Replies to an account without a secret, read from the threads of its own statuses.

Such an account has no notifications. Threads are read latest first, and again later for new
replies; see `bot.domain.talk.thread`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from adapters.mastodon.client.moment import instant
from adapters.mastodon.read.conversation import seen
from bot.domain.talk.thread import QUIET, Seen, Thread, next_due, noted, read
from bot.ports import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from adapters.mastodon.client.wire import Status
    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.lists import Findings
    from adapters.mastodon.read.reading import Reading


class OwnThreads:
    """The threads of one account.

    Args:
        connection: the account and its server.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, reading: Reading, findings: Findings, now: datetime) -> Reading:
        """The reading, with the threads of a page of the account's statuses added.

        Threads that an earlier reading has covered are not added again.
        """
        floor = None if reading.until is None else reading.until - QUIET
        found = [
            Thread(str(status.id), _said(status, now))
            for status in findings.said
            if _may(status, now)
        ]
        new = (thread for thread in found if floor is None or thread.latest > floor)
        return msgspec.structs.replace(reading, threads=noted(reading.threads, new))

    async def pages(self, reading: Reading, now: datetime) -> AsyncIterator[tuple[Page, Reading]]:
        """A page for each thread that is due, the latest first, and how far it has been read.

        Raises:
            RateLimitedError: the budget is used up; what was read before stands.
            SignInError: the secret is not accepted.
        """
        while (thread := next_due(reading.threads, now)) is not None:
            around: Seen | None = Seen((), None, frozenset())
            with self._connection.api.optional(f"the thread of post {thread.id}"):
                around = await seen(self._connection, thread.id)
            threads = read(reading.threads, thread, now, around)
            reading = msgspec.structs.replace(reading, threads=threads)
            talk = tuple(around.talk) if around is not None else ()
            accounts = await self._connection.people.described_with_moves(
                {interaction.other for interaction in talk}
            )
            failed = tuple(self._connection.api.failures())
            page = Page(talk, accounts, reading.cursor(), failed, reaches_back_to=thread.latest)
            yield page, reading


def _said(status: Status, now: datetime) -> datetime:
    return min(instant(status.created_at) or now, now)


def _may(status: Status, now: datetime) -> bool:
    """Whether others may have replied in its thread, or still may to a new status."""
    return status.is_reply or status.replies_count != 0 or _said(status, now) > now - QUIET
