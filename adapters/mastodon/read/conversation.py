"""Threads, read on demand: the talk in one, and what somebody answered to a status of ours."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.items import each_value
from adapters.mastodon.client.moment import instant
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.client.wire import Context, Status
from adapters.mastodon.read.markup import awaits_approval, plain, unaddressed
from adapters.mastodon.read.translate import VISIBILITIES, author, interactions, talk_in
from bot.domain.talk.interaction import Visibility
from bot.domain.talk.thread import Seen
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.translate import Talk
    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

_MOST_STEPS: Final = 40


async def talk(connection: Connection, uri: str) -> list[Interaction]:
    """The talk between the watched account and others in the thread of this status.

    Raises:
        NetworkError: it could not be read.
    """
    posts = connection.posts
    try:
        local_id = await posts.find(uri)
        start = await posts.show(local_id) if local_id is not None else None
        if start is None:
            return []
        statuses = await _thread(connection, start)
    except (NotAllowedError, NotFoundError):
        return []
    return _told(connection, statuses)


async def beginning(connection: Connection, uri: str) -> str | None:
    """The text of the first status of this status' thread; `None` if it cannot be seen by all.

    Raises:
        NetworkError: it could not be read.
    """
    posts = connection.posts
    try:
        local_id = await posts.find(uri)
        first = await posts.show(local_id) if local_id is not None else None
        if first is not None and first.is_reply:
            context = await _context(connection, str(first.id))
            first = next(iter(each_value(context.ancestors, Status)), None)
    except (NotAllowedError, NotFoundError):
        return None
    if first is None or first.is_reply:
        return None  # what it answers is hidden from us
    visibility = VISIBILITIES.get(first.visibility or "", Visibility.FOLLOWERS)
    return plain(first.content) if visibility.is_open else None


async def seen(connection: Connection, local_id: str) -> Seen | None:
    """The talk above and below a status of the watched account; `None` if the status is gone.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        # Its answers name their parent by this id: it has to be known.
        if (
            not connection.posts.is_known(local_id)
            and await connection.posts.show(local_id) is None
        ):
            return None
        context = await _context(connection, local_id)
        above = each_value(context.ancestors, Status)
        below = await beneath(connection, local_id, context)
    except (NotAllowedError, NotFoundError):
        return None
    own_above, own_below = [
        [str(status.id) for status in some if str(status.account.id) == connection.watched.local_id]
        for some in (above, below)
    ]
    return Seen(
        _told(connection, [*above, *below]), next(iter(own_above), None), frozenset(own_below)
    )


async def answers_to(connection: Connection, sent: str, sender: AccountKey) -> list[DirectMessage]:
    """The replies of `sender` below our status `sent`, oldest first.

    None if that status is gone: servers do not show the replies to it any more.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        local_id = await connection.posts.find(sent)
        ours = await connection.posts.show(local_id) if local_id is not None else None
        if ours is None or str(ours.account.id) != connection.watched.local_id:
            return []
        below = await beneath(connection, str(ours.id))
    except NotFoundError:
        return []
    answers = [
        await _message(connection, status, sender, at)
        for status in below
        if author(status, connection.people) == sender
        and not awaits_approval(status.content)
        and (at := instant(status.created_at)) is not None
    ]
    return sorted(answers, key=lambda message: message.at)


async def _message(
    connection: Connection, status: Status, key: AccountKey, at: datetime
) -> DirectMessage:
    connection.posts.learn(status)
    (sender,) = await connection.people.described([key])
    return DirectMessage(
        id=status.known_as,
        sender=sender,
        text=unaddressed(plain(status.content)),
        at=at,
        reply_to=connection.posts.uri(status.in_reply_to_id) or None,
        edited=status.edited_at is not None,
    )


def _told(connection: Connection, statuses: Sequence[Status]) -> list[Interaction]:
    """The talk in some statuses of one thread, oldest first."""
    people, posts, watched = connection.people, connection.posts, connection.watched
    now = connection.api.clock.now()
    found: list[Talk] = []
    for status in statuses:
        posts.learn(status)
        with suppress(ValueError):
            people.learn(status.proper.account)
    for status in statuses:
        seen_at = min(instant(status.proper.created_at) or now, now)
        with suppress(ValueError):
            talk_found = talk_in(status, people, posts, watched, seen_at)
            found += [talk_found] if talk_found is not None else []
    # Some servers' times are whole seconds: at the same time, parents come first.
    found.sort(
        key=lambda talk: (instant(talk.status.created_at) or now, posts.height(str(talk.status.id)))
    )
    told = [act for talk in found for act in interactions(talk, posts, watched, {})]
    return sorted((act for act in told if act.kind.is_talk), key=lambda act: act.at)


async def _thread(connection: Connection, status: Status) -> list[Status]:
    """The status, all that is above it, and all that is below the uppermost of these."""
    local_id = str(status.proper.id)
    context = await _context(connection, local_id)
    above = each_value(context.ancestors, Status)
    top = str(above[0].proper.id) if above else local_id
    below = await beneath(connection, top, None if above else context)
    return list({str(status.proper.id): status for status in (*above, status, *below)}.values())


async def beneath(
    connection: Connection, local_id: str, context: Context | None = None
) -> list[Status]:
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
        below = each_value((known or await _context(connection, asked)).descendants, Status)
        new = {
            str(status.proper.id): status for status in below if str(status.proper.id) not in found
        }
        found |= new
        if not connection.server.dialect.whole_contexts:
            waiting += new
    return list(found.values())


async def _context(connection: Connection, local_id: str) -> Context:
    return await connection.api.get_one(f"/api/v1/statuses/{local_id}/context", Context)
