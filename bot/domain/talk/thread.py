"""A thread that is read again and again for answers, at growing intervals.

An account without a secret is told of no answers: they stand in the threads of what it said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.talk.interaction import Interaction

AGAIN_AFTER: Final = timedelta(minutes=5)
"""The shortest interval between two readings of one thread."""
QUIET: Final = timedelta(days=14)
"""A thread in which nobody has talked for so long is read for the last time."""
MOST: Final = 2_000
"""Threads that are kept in mind; of a back-fill that finds more, the oldest stay unread."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What is known of a thread.

    `id` is the network's name of a post of the account's in it, `latest` when the last talk that
    was seen in it took place, `read` when it was last read. Times are UTC.
    """

    id: str
    latest: datetime
    read: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When to read it next: after a silence as long again as it had when it was last read.

        `None`: never.
        """
        if self.read is None:
            return self.latest
        silence = self.read - self.latest
        return None if silence >= QUIET else self.read + max(AGAIN_AFTER, silence)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands around a post of the account's.

    `own_above` is the uppermost of its own posts above it, `own_below` are those below it.
    """

    talk: Sequence[Interaction]
    own_above: str | None
    own_below: frozenset[str]


Threads = tuple[Thread, ...]
"""Threads that will be read, those with the latest talk first; of equal ones, what is above."""


def noted(threads: Threads, found: Iterable[Thread]) -> Threads:
    """With those that were found too; of one that is known, the later talk counts."""
    kept = {thread.id: thread for thread in threads}
    for thread in found:
        known = kept.get(thread.id, thread)
        kept[thread.id] = replace(known, latest=max(known.latest, thread.latest))
    return _in_order(kept.values())


def next_due(threads: Threads, now: datetime) -> Thread | None:
    """The one to read now: of those that are due, the one with the latest talk."""
    return next(
        (thread for thread in threads if thread.due is not None and thread.due <= now), None
    )


def read(threads: Threads, thread: Thread, now: datetime, seen: Seen | None) -> Threads:
    """After a thread was read; `None` where its post is gone.

    What lies below was read with it, and will be; it will be read from above from then on.
    """
    if seen is None:
        return tuple(other for other in threads if other.id != thread.id)
    latest = max((interaction.at for interaction in seen.talk), default=thread.latest)
    kept = {other.id: other for other in threads if other.id not in seen.own_below}
    kept[thread.id] = replace(thread, latest=max(thread.latest, latest), read=now)
    above = [] if seen.own_above is None else [Thread(seen.own_above, thread.latest)]
    return noted(tuple(kept.values()), above)


def _in_order(threads: Iterable[Thread]) -> Threads:
    # The names of an account's posts begin alike, and end with a number that grows.
    ongoing = sorted(
        (thread for thread in threads if thread.due is not None), key=lambda thread: thread.id
    )
    return tuple(sorted(ongoing, key=lambda thread: thread.latest, reverse=True)[:MOST])
