"""Answers to a message of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.bluesky.client.moment import instant, told
from adapters.bluesky.read import profiles
from adapters.bluesky.read.conversation import around
from adapters.bluesky.wire.records import PostRecord
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.message.chat import Chat
    from bot.domain.people.identity import Account


async def answers_in_chat(
    api: Api, chat: Chat, me: Identity, sent: str, sender: str
) -> list[DirectMessage]:
    """Chat messages from `sender` (a DID) after our message `sent`.

    Raises:
        RefusedError: the server hides the conversation from us.
        NetworkError: the conversation could not be read.
    """
    convo = await chat.find(sender)
    if convo is None:
        return []
    answers = []
    async for page in chat.messages(convo):
        dated = [
            (message, told(instant(message.sent_at), message.id, chat.now)) for message in page
        ]
        # Ids are record keys, which sort by time.
        newer = [(message, at) for message, at in dated if message.id > sent]
        answers += [
            (message, at)
            for message, at in newer
            if message.sender and message.sender.did == sender
        ]
        if len(newer) < len(dated):
            break
    author = await _author(api, me, sender) if answers else None
    return [
        DirectMessage(id=message.id, sender=author, text=message.text, at=at)
        for message, at in reversed(answers)
        if author
    ]


async def answers_below(api: Api, me: Identity, sent: str, sender: str) -> list[DirectMessage]:
    """Posts of `sender` (a DID) below our post `sent`, oldest first.

    Raises:
        NetworkError: the thread could not be read.
    """
    below = await around(api, sent, parents=0)
    acts = [act for act in below.values() if act.uri.did == sender]
    author = await _author(api, me, sender) if acts else None
    answers = [
        DirectMessage(
            id=str(act.uri),
            sender=author,
            text=act.record.text,
            at=act.seen_at,
            reply_to=act.record.reply.parent.uri if act.record.reply else None,
        )
        for act in acts
        if author and isinstance(act.record, PostRecord)
    ]
    return sorted(answers, key=lambda message: message.at)


async def _author(api: Api, me: Identity, did: str) -> Account:
    return (await profiles.known(api, [did], me.pds))[did]
