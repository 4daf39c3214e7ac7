"""A thread, read on demand."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from adapters.mastodon.items import each_value
from adapters.mastodon.moment import instant
from adapters.mastodon.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.translate import interactions, talk_in
from adapters.mastodon.wire import Context, Status

if TYPE_CHECKING:
    from adapters.mastodon.api import Api
    from adapters.mastodon.here import Here
    from adapters.mastodon.translate import Talk
    from bot.domain.interaction import Interaction


async def talk(here: Here, uri: str) -> list[Interaction]:
    """The talk between the watched account and others in the thread of this status.

    Raises:
        NetworkError: it could not be read.
    """
    api, people, posts, watched = here.api, here.people, here.posts, here.watched
    try:
        local_id = await posts.find(uri)
        start = await posts.show(local_id) if local_id is not None else None
        if start is None:
            return []
        statuses = await _thread(api, start)
    except (NotAllowedError, NotFoundError):
        return []
    now = api.clock.now()
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
    told = [one for each in found for one in interactions(each, posts, watched, {})]
    return sorted((one for one in told if one.kind.is_talk), key=lambda one: one.at)


async def _thread(api: Api, status: Status) -> list[Status]:
    """The status, all that is above it, and all that is below the uppermost of these."""
    path = "/api/v1/statuses/{}/context"
    context = await api.get_one(path.format(status.proper.id), Context)
    above = each_value(context.ancestors, Status)
    found = [*above, status, *each_value(context.descendants, Status)]
    if above:
        whole = await api.get_one(path.format(above[0].proper.id), Context)
        found += each_value(whole.descendants, Status)
    return list({str(one.proper.id): one for one in found}.values())
