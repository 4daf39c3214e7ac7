"""What somebody answered to a status of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.mastodon.conversation import beneath
from adapters.mastodon.markup import plain, unaddressed
from adapters.mastodon.moment import instant
from adapters.mastodon.refusal import NotFoundError
from adapters.mastodon.translate import author
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.mastodon.here import Here
    from adapters.mastodon.wire import Status
    from bot.domain.identity import AccountKey


async def answers_to(here: Here, sent: str, sender: AccountKey) -> list[DirectMessage]:
    """What `sender` wrote beneath our status `sent`, oldest first.

    Nothing where that status is gone: what was beneath it is not shown any more.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        local_id = await here.posts.find(sent)
        ours = await here.posts.show(local_id) if local_id is not None else None
        if ours is None or str(ours.account.id) != here.watched.local_id:
            return []
        below = await beneath(here, str(ours.id))
    except NotFoundError:
        return []
    answers = [
        await _message(here, one, sender, at)
        for one in below
        if author(one, here.people) == sender and (at := instant(one.created_at)) is not None
    ]
    return sorted(answers, key=lambda one: one.at)


async def _message(here: Here, status: Status, key: AccountKey, at: datetime) -> DirectMessage:
    here.posts.learn(status)
    (sender,) = await here.people.described([key])
    return DirectMessage(
        id=status.known_as,
        sender=sender,
        text=unaddressed(plain(status.content)),
        at=at,
        reply_to=here.posts.uri(status.in_reply_to_id) or None,
        edited=status.edited_at is not None,
    )
