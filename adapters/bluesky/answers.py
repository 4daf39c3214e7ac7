"""What somebody answered to a message of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.bluesky import profiles
from adapters.bluesky.conversation import around
from adapters.bluesky.moment import instant
from adapters.bluesky.wire.records import Post
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from adapters.bluesky.api import Api, Whom
    from adapters.bluesky.chat import Chat
    from bot.domain.identity import Account


async def answers_in_chat(
    api: Api, chat: Chat, me: Whom, sent: str, sender: str
) -> list[DirectMessage]:
    """What `sender` (a DID) wrote in the chat with us after our message `sent`.

    Raises:
        RefusedError: the conversation is not shown to us (any more).
        NetworkError: it could not be read.
    """
    convo = await chat.find(sender)
    if convo is None:
        return []
    found = []
    async for page in chat.messages(convo):
        times = [(one, at) for one in page if (at := instant(one.sent_at)) is not None]
        # Ids are record keys, which sort by time.
        new = [(one, at) for one, at in times if one.id > sent]
        found += [(one, at) for one, at in new if one.sender and one.sender.did == sender]
        if len(new) < len(times):
            break
    author = await _author(api, me, sender) if found else None
    return [DirectMessage(one.id, author, one.text, at) for one, at in reversed(found) if author]


async def answers_below(api: Api, me: Whom, sent: str, sender: str) -> list[DirectMessage]:
    """What `sender` (a DID) posted below our post `sent`.

    Raises:
        NetworkError: it could not be read.
    """
    below = await around(api, sent, parents=0)
    found = [
        (str(one.uri), one.record, one.seen_at) for one in below.values() if one.uri.did == sender
    ]
    author = await _author(api, me, sender) if found else None
    answers = [
        DirectMessage(uri, author, post.text, at, post.reply.parent.uri if post.reply else None)
        for uri, post, at in found
        if author and isinstance(post, Post)
    ]
    return sorted(answers, key=lambda one: one.at)


async def _author(api: Api, me: Whom, did: str) -> Account:
    shown = await profiles.fetch(api, [did])
    return (
        profiles.account(shown[did], me.pds)
        if did in shown
        else profiles.hidden_account(did, me.pds)
    )
