"""Reading back whether a message was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.moment import instant, tid_instant
from adapters.bluesky.message.facets import spelled_out
from adapters.bluesky.message.posting import place_of
from adapters.bluesky.read.existence import is_there
from adapters.bluesky.wire.repository import Listed, OwnPost, Records
from bot.domain.delivery.outbox import by_server
from bot.domain.sentence import Sentence, marked
from bot.ports import CouldNotTell, Found, NotThere, RemoteId
from bot.text.safety.likeness import resembles, says_the_same

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.rpc import Parameters
    from adapters.bluesky.message.chat import Chat
    from adapters.bluesky.wire.chat import ChatMessage
    from bot.ports import Message, ReadBack

PAGE: Final = 100
MOST_PAGES: Final = 20


async def read_back(chat: Chat, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Look for a message from `me` to `to` (both DIDs) among those sent since then.

    It is missing if the conversation was read past `since`, down to an earlier message of ours
    or to the beginning.

    Raises:
        RefusedError: the server hides the conversation from us.
        NetworkError: the conversation could not be read.
    """
    convo = await chat.find(to)
    if convo is None:
        return NotThere()
    is_past = is_alike = False
    async for page in chat.messages(convo):
        border = by_server(since, chat.lag)
        for candidate in page:
            at = instant(candidate.sent_at)
            is_ours = candidate.sender is not None and candidate.sender.did == me
            is_past |= at is not None and at < border
            # A ref counts at any date: `since` is by our clock, which may be ahead.
            if is_ours and (not is_past or message.ref is not None):
                if _matches(candidate, message):
                    return Found(RemoteId(candidate.id))
                is_alike |= message.ref is None and resembles(_text(candidate), message.text)
            if is_ours and is_past:
                return _missing(message, is_alike=is_alike)
    if chat.was_read_whole:
        return _missing(message, is_alike=is_alike)
    return CouldNotTell(Sentence(marked("The conversation is longer than could be read.")))


def _missing(message: Message, *, is_alike: bool) -> ReadBack:
    """The result when all was read and nothing matched.

    Owners edit the text that they paste: after a similar message the result stays open.
    """
    if is_alike:
        return CouldNotTell(Sentence(marked("Something much like it went to {to}."), to=message.to))
    return NotThere()


async def find_answer(api: Api, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Look for a reply of `me` to `to` (both DIDs): posted by us, or by hand since then.

    Raises:
        NetworkError: the repository could not be read.
    """
    uri = place_of(message, me)
    exists = await is_there(api, uri)
    if exists is None:
        return CouldNotTell(Sentence(marked("The account's own posts cannot be read.")))
    if exists:
        return Found(RemoteId(str(uri)))
    return await _by_hand(api, message, me, to, since)


async def _by_hand(api: Api, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Search the account's latest posts, which its PDS lists by their record keys."""
    is_alike = False
    parameters: Parameters = {"repo": me, "collection": at_uri.POST}
    async for page in api.pages(
        "com.atproto.repo.listRecords", Records, parameters, size=PAGE, most=MOST_PAGES
    ):
        border = by_server(since, api.rpc.lag)
        records = decode_items(page.records, Listed)
        dated = [
            (at, record)
            for record in records.items
            if (at := tid_instant(record.uri.rpartition("/")[2])) is not None
        ]
        for at, record in dated:
            text = _reply_text(record, to) if at >= border else None
            if text is not None and says_the_same(text, message.text):
                return Found(RemoteId(record.uri))
            is_alike |= text is not None and resembles(text, message.text)
        if records.rejected:
            return CouldNotTell(Sentence(marked("One of the account's own posts cannot be read.")))
        is_over = dated and dated[-1][0] < border
        if page.is_cut and not is_over:
            break
        if page.next is None or is_over:
            return _missing(message, is_alike=is_alike)
    return CouldNotTell(Sentence(marked("There are more posts than could be read.")))


def _reply_text(record: Listed, to: str) -> str | None:
    """The text of a post that replies to somebody (a DID); `None` if it does not."""
    for post in decode_items([record.value], OwnPost).items:
        parent = at_uri.parse(post.reply.parent.uri) if post.reply else None
        if parent is not None and parent.did == to:
            return spelled_out(post.text, post.facets or ())
    return None


def _matches(candidate: ChatMessage, message: Message) -> bool:
    if message.ref is not None:
        return message.ref in candidate.text
    return says_the_same(_text(candidate), message.text)


def _text(message: ChatMessage) -> str:
    return spelled_out(message.text, message.facets or ())
