"""What others wrote to the signed-in account alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.bluesky.moment import instant
from adapters.bluesky.profiles import account
from bot.errors import RefusedError
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.api import Whom
    from adapters.bluesky.chat import Chat
    from adapters.bluesky.wire.chat import Convo
    from bot.domain.identity import Account


async def received(chat: Chat, me: Whom, since: str | None) -> list[DirectMessage]:
    """The messages after the one with the id `since`, or all, oldest first.

    Ids are record keys that sort by time; a conversation whose last one is no later is not
    looked into.

    Raises:
        NetworkError: they could not be read.
    """
    found: list[DirectMessage] = []
    async for convo in chat.convos():
        last = convo.last_message
        if last is None or (since is not None and last.id <= since):
            continue
        found += await _new(chat, convo, me, since)
    return sorted(found, key=lambda one: one.id)


async def written_to(chat: Chat, me: Account, to: str, since: datetime) -> list[DirectMessage]:
    """What the signed-in account wrote to somebody (a DID) since then, the newest first.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        convo = await chat.find(to)
    except RefusedError:
        return []  # not shown to us: nothing of ours is seen there
    found: list[DirectMessage] = []
    if convo is None:
        return found
    async for page in chat.messages(convo):
        dated = [(instant(message.sent_at), message) for message in page]
        recent = [(at, message) for at, message in dated if at is not None and at >= since]
        found += [
            DirectMessage(message.id, me, message.text, at)
            for at, message in recent
            if message.sender is not None and message.sender.did == me.key.id
        ]
        if len(recent) < len(page):
            break
    return found


async def _new(chat: Chat, convo: Convo, me: Whom, since: str | None) -> list[DirectMessage]:
    others = {one.did: one for one in convo.members if one.did != me.did}
    new: list[DirectMessage] = []
    async for page in chat.messages(convo.id):
        for one in page:
            if since is not None and one.id <= since:
                return new
            author = others.get(one.sender.did) if one.sender else None
            at = instant(one.sent_at)
            if author is not None and at is not None:
                new.append(DirectMessage(one.id, account(author, me.pds), one.text, at))
    return new
