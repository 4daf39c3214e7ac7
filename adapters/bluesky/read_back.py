"""Looking whether a message went out."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky.moment import instant
from bot.errors import RefusedError
from bot.ports import CouldNotTell, Found, NotThere, RemoteId

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.chat import Chat
    from adapters.bluesky.wire import ChatMessage
    from bot.ports import Message, ReadBack

SKEW: Final = timedelta(minutes=10)
"""How far the server's clock may be behind ours."""


async def read_back(chat: Chat, message: Message, me: str, since: datetime) -> ReadBack:
    """Look for a message of ours (a DID) among those sent since then.

    It is not there if the conversation was read past `since`, to an earlier message of ours
    or to its beginning.

    Raises:
        NetworkError: it could not be read.
    """
    try:
        return await _looked_for(chat, message, me, since - SKEW)
    except RefusedError as error:
        return CouldNotTell(str(error))


async def _looked_for(chat: Chat, message: Message, me: str, border: datetime) -> ReadBack:
    convo = await chat.find(await chat.did_of(message.to))
    if convo is None:
        return NotThere()
    is_past = False
    async for page in chat.messages(convo):
        for one in page:
            at = instant(one.sent_at)
            is_ours = one.sender is not None and one.sender.did == me
            is_past |= at is not None and at < border
            if is_ours and not is_past and _is_it(one, message):
                return Found(RemoteId(one.id))
            if is_ours and is_past:
                return NotThere()
    if chat.was_read_whole:
        return NotThere()
    return CouldNotTell("The conversation is longer than could be read.")


def _is_it(one: ChatMessage, message: Message) -> bool:
    if message.ref:
        return message.ref in one.text
    return _plain(one.text) == _plain(message.text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
