"""A thread, read on demand."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from adapters.mastodon.items import each_value
from adapters.mastodon.moment import instant
from adapters.mastodon.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.translate import interactions, talk_in
from adapters.mastodon.wire import Context, Status

if TYPE_CHECKING:
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
    people, posts, watched = here.people, here.posts, here.watched
    try:
        local_id = await posts.find(uri)
        start = await posts.show(local_id) if local_id is not None else None
        if start is None:
            return []
        statuses = await _thread(here, start)
    except (NotAllowedError, NotFoundError):
        return []
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
    context = await _context(here, status)
    above = each_value(context.ancestors, Status)
    below = await (beneath(here, above[0]) if above else beneath(here, status, context))
    return list({str(one.proper.id): one for one in (*above, status, *below)}.values())


async def beneath(here: Here, status: Status, context: Context | None = None) -> list[Status]:
    """All that is below a status, whose context may be known.

    On snac a context goes one step down only: there the steps are taken one by one.

    Raises:
        NetworkError: it could not be read.
    """
    found: dict[str, Status] = {}
    waiting = [status]
    for _ in range(1 + _MOST_STEPS):
        if not waiting:
            break
        asked = waiting.pop(0)
        known = context if asked is status else None
        below = each_value((known or await _context(here, asked)).descendants, Status)
        new = {str(one.proper.id): one for one in below if str(one.proper.id) not in found}
        found |= new
        if here.server.is_snac:
            waiting += new.values()
    return list(found.values())


async def _context(here: Here, status: Status) -> Context:
    return await here.api.get_one(f"/api/v1/statuses/{status.proper.id}/context", Context)
