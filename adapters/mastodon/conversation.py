"""A thread, read on demand."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from adapters.mastodon.items import each_value
from adapters.mastodon.moment import instant
from adapters.mastodon.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.translate import interactions, talk_in
from adapters.mastodon.wire import Context, Status
from bot.domain.thread import Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.mastodon.here import Here
    from adapters.mastodon.posts import Posts
    from adapters.mastodon.translate import Talk
    from bot.domain.interaction import Interaction

_MOST_STEPS: Final = 40


async def talk(here: Here, uri: str) -> list[Interaction]:
    """The talk between the watched account and others in the thread of this status.

    Raises:
        NetworkError: it could not be read.
    """
    posts = here.posts
    try:
        local_id = await posts.find(uri)
        start = await posts.show(local_id) if local_id is not None else None
        if start is None:
            return []
        statuses = await _thread(here, start)
    except (NotAllowedError, NotFoundError):
        return []
    return _told(here, statuses)


async def seen(here: Here, local_id: str) -> Seen | None:
    """The talk above and below a status of the watched account's; `None` if that is gone.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        # Who answers it is known by what it is.
        if not here.posts.is_known(local_id) and await here.posts.show(local_id) is None:
            return None
        context = await _context(here, local_id)
        above = each_value(context.ancestors, Status)
        below = await beneath(here, local_id, context)
    except (NotAllowedError, NotFoundError):
        return None
    own_above, own_below = [
        [str(one.id) for one in some if str(one.account.id) == here.watched.local_id]
        for some in (above, below)
    ]
    return Seen(_told(here, [*above, *below]), next(iter(own_above), None), frozenset(own_below))


def _told(here: Here, statuses: Sequence[Status]) -> list[Interaction]:
    """The talk in some statuses of one thread, oldest first."""
    people, posts, watched = here.people, here.posts, here.watched
    now = here.api.clock.now()
    found: list[Talk] = []
    for status in statuses:
        posts.learn(status)
        with suppress(ValueError):
            people.learn(status.proper.account)
    for status in statuses:
        seen_at = min(instant(status.proper.created_at) or now, now)
        with suppress(ValueError):
            one = talk_in(status, people, watched, seen_at)
            found += [one] if one is not None else []
    # Some servers' times are whole seconds: then an answer comes after what it answers.
    found.sort(key=lambda one: (instant(one.status.created_at) or now, _height(posts, one)))
    told = [one for each in found for one in interactions(each, posts, watched, {})]
    return sorted((one for one in told if one.kind.is_talk), key=lambda one: one.at)


def _height(posts: Posts, one: Talk) -> int:
    return posts.height(str(one.status.id))


async def _thread(here: Here, status: Status) -> list[Status]:
    """The status, all that is above it, and all that is below the uppermost of these."""
    local_id = str(status.proper.id)
    context = await _context(here, local_id)
    above = each_value(context.ancestors, Status)
    top = str(above[0].proper.id) if above else local_id
    below = await beneath(here, top, None if above else context)
    return list({str(one.proper.id): one for one in (*above, status, *below)}.values())


async def beneath(here: Here, local_id: str, context: Context | None = None) -> list[Status]:
    """All that is below a status, whose context may be known.

    Where a context goes one step down only, the steps are taken one by one.

    Raises:
        NetworkError: it could not be read.
    """
    found: dict[str, Status] = {}
    waiting = [local_id]
    for _ in range(1 + _MOST_STEPS):
        if not waiting:
            break
        asked = waiting.pop(0)
        known = context if asked == local_id else None
        below = each_value((known or await _context(here, asked)).descendants, Status)
        new = {str(one.proper.id): one for one in below if str(one.proper.id) not in found}
        found |= new
        if not here.server.dialect.whole_contexts:
            waiting += new
    return list(found.values())


async def _context(here: Here, local_id: str) -> Context:
    return await here.api.get_one(f"/api/v1/statuses/{local_id}/context", Context)
