"""Direct messages of the signed-in account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.bluesky.client.moment import instant, told
from adapters.bluesky.message.chat import CUT
from adapters.bluesky.read.profiles import account
from bot.errors import RefusedError, UnreachableError
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.message.chat import Chat
    from adapters.bluesky.wire.chat import Convo
    from bot.domain.people.identity import Account


async def received(chat: Chat, me: Identity, since: str | None) -> list[DirectMessage]:
    """Direct messages from others after the one with the id `since`, or all, oldest first.

    Ids are record keys, which sort by time: conversations without a later id are skipped.

    Raises:
        NetworkError: the messages could not be read.
    """
    messages: list[DirectMessage] = []
    async for convo in chat.convos():
        last = convo.last_message
        if last is None or (since is not None and last.id and last.id <= since):
            continue
        try:
            messages += await _new(chat, convo, me, since)
        except RefusedError:
            continue  # this conversation is gone or locked since it was listed
    return sorted(messages, key=lambda message: message.id)


async def written_to(chat: Chat, me: Account, to: str, since: datetime) -> list[DirectMessage]:
    """Direct messages from the signed-in account to somebody (a DID) since then, newest first.

    Raises:
        NetworkError: the conversation could not be read.
    """
    try:
        convo = await chat.find(to)
    except RefusedError:
        return []  # the server hides the conversation from us
    messages: list[DirectMessage] = []
    if convo is None:
        return messages
    async for page in chat.messages(convo):
        dated = [
            (told(instant(message.sent_at), message.id, chat.now), message) for message in page
        ]
        recent = [(at, message) for at, message in dated if at >= since]
        messages += [
            DirectMessage(id=message.id, sender=me, text=message.text, at=at)
            for at, message in recent
            if message.sender is not None and message.sender.did == me.key.id
        ]
        if len(recent) < len(page):
            break
    return messages


async def _new(chat: Chat, convo: Convo, me: Identity, since: str | None) -> list[DirectMessage]:
    others = {member.did: member for member in convo.members if member.did != me.did}
    new: list[DirectMessage] = []
    async for page in chat.messages(convo.id):
        for message in page:
            if since is not None and message.id <= since:
                return new
            author = others.get(message.sender.did) if message.sender else None
            at = told(instant(message.sent_at), message.id, chat.now)
            if author is not None:
                sender = account(author, me.pds, chat.now)
                new.append(DirectMessage(id=message.id, sender=sender, text=message.text, at=at))
    if chat.was_cut:  # what lies behind would never be read: the next reading begins above it
        raise UnreachableError(CUT, what="chat.bsky.convo.getMessages")
    return new
