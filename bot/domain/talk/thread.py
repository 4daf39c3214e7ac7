"""Threads that are polled for answers, at growing intervals.

An account without a secret has no notifications, so its threads are read instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.talk.interaction import Interaction

AGAIN_AFTER: Final = timedelta(minutes=5)
"""The shortest interval between two reads of a thread."""
QUIET: Final = timedelta(days=14)
"""A thread without talk for this long is read for the last time."""
MOST: Final = 2_000
"""How many threads are polled; of a back-fill with more, the oldest stay unread."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The state of polling a thread.

    `id` is the network's id of a post of the account's in it, `latest` the time of the latest talk
    seen in it, `read` when it was last read. Times are UTC.
    """

    id: str
    latest: datetime
    read: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When to read it next: the interval is the silence at the last read.

        `None`: never again.
        """
        if self.read is None:
            return self.latest
        silence = self.read - self.latest
        return None if silence >= QUIET else self.read + max(AGAIN_AFTER, silence)


@dataclass(frozen=True, slots=True)
class Seen:
    """What reading the thread around a post of the account's found.

    `own_above` is the topmost of the account's posts above it, `own_below` are those below it.
    """

    talk: Sequence[Interaction]
    own_above: str | None
    own_below: frozenset[str]


Threads = tuple[Thread, ...]
"""Threads to poll, those with the latest talk first; at the same time, upper posts first."""


def noted(threads: Threads, found: Iterable[Thread]) -> Threads:
    """Add found threads; of a known thread, the later talk counts."""
    kept = {thread.id: thread for thread in threads}
    for thread in found:
        known = kept.get(thread.id, thread)
        kept[thread.id] = replace(known, latest=max(known.latest, thread.latest))
    return _in_order(kept.values())


def next_due(threads: Threads, now: datetime) -> Thread | None:
    """The thread to read now: of those due, the one with the latest talk."""
    return next(
        (thread for thread in threads if thread.due is not None and thread.due <= now), None
    )


def read(threads: Threads, thread: Thread, now: datetime, seen: Seen | None) -> Threads:
    """The threads after `thread` was read; `seen` is `None` if its post is gone.

    The account's posts below are read together with it, so they are dropped. If the account has a
    post above, that one is polled too, and replaces this one later.
    """
    if seen is None:
        return tuple(other for other in threads if other.id != thread.id)
    latest = max((interaction.at for interaction in seen.talk), default=thread.latest)
    kept = {other.id: other for other in threads if other.id not in seen.own_below}
    kept[thread.id] = replace(thread, latest=max(thread.latest, latest), read=now)
    above = [] if seen.own_above is None else [Thread(seen.own_above, thread.latest)]
    return noted(tuple(kept.values()), above)


def _in_order(threads: Iterable[Thread]) -> Threads:
    # Ids of an account's posts have a common prefix and a growing suffix.
    ongoing = sorted(
        (thread for thread in threads if thread.due is not None), key=lambda thread: thread.id
    )
    return tuple(sorted(ongoing, key=lambda thread: thread.latest, reverse=True)[:MOST])
