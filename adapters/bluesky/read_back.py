"""Looking whether a message went out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.existence import is_there
from adapters.bluesky.facets import spelled_out
from adapters.bluesky.items import each
from adapters.bluesky.moment import instant, tid_instant
from adapters.bluesky.posting import place_of
from adapters.bluesky.wire.repository import Listed, OwnPost, Records
from bot.domain.outbox import before
from bot.ports import CouldNotTell, Found, NotThere, RemoteId
from bot.text.likeness import resembles, says_the_same

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.api import Api
    from adapters.bluesky.chat import Chat
    from adapters.bluesky.rpc import Parameters
    from adapters.bluesky.wire.chat import ChatMessage
    from bot.ports import Message, ReadBack

SKEW: Final = timedelta(minutes=10)
"""How far what the server dates may be behind its answers' `Date`."""

PAGE: Final = 100
MOST_PAGES: Final = 20


async def read_back(chat: Chat, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Look for a message of ours (a DID) `to` somebody (likewise) among those sent since then.

    It is not there if the conversation was read past `since`, to an earlier message of ours
    or to its beginning.

    Raises:
        RefusedError: it is not shown to us.
        NetworkError: it could not be read.
    """
    convo = await chat.find(to)
    if convo is None:
        return NotThere()
    is_past = is_alike = False
    async for page in chat.messages(convo):
        border = before(since, chat.lag + SKEW)
        for one in page:
            at = instant(one.sent_at)
            is_ours = one.sender is not None and one.sender.did == me
            is_past |= at is not None and at < border
            # A ref is found whatever the date: our clock, which says since when, may be ahead.
            if is_ours and (not is_past or message.ref is not None):
                if _is_it(one, message):
                    return Found(RemoteId(one.id))
                is_alike |= message.ref is None and resembles(_said(one), message.text)
            if is_ours and is_past:
                return _missing(message, is_alike=is_alike)
    if chat.was_read_whole:
        return _missing(message, is_alike=is_alike)
    return CouldNotTell("The conversation is longer than could be read.")


def _missing(message: Message, *, is_alike: bool) -> ReadBack:
    """What follows from not having found a message where all was read.

    Owners change what they paste: what reads a little otherwise leaves it open.
    """
    if is_alike:
        return CouldNotTell(f"Something much like it went to {message.to}.")
    return NotThere()


async def find_answer(api: Api, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Look whether an answer to `to` was posted as `me` (both DIDs): by us, or by hand since then.

    Raises:
        NetworkError: it could not be asked for.
    """
    uri = place_of(message, me)
    there = await is_there(api, uri)
    if there is None:
        return CouldNotTell("The account's own posts cannot be read.")
    if there:
        return Found(RemoteId(str(uri)))
    return await _by_hand(api, message, me, to, since)


async def _by_hand(api: Api, message: Message, me: str, to: str, since: datetime) -> ReadBack:
    """Go through the account's latest posts, which its own server lists by their record keys."""
    cursor: str | None = None
    is_alike = False
    for _ in range(MOST_PAGES):
        parameters: Parameters = {"repo": me, "collection": at_uri.POST, "limit": PAGE}
        if cursor is not None:
            parameters["cursor"] = cursor
        page = await api.query("com.atproto.repo.listRecords", Records, parameters)
        border = before(since, api.rpc.lag + SKEW)
        records = each(page.records, Listed)
        dated = [
            (at, one)
            for one in records.items
            if (at := tid_instant(one.uri.rpartition("/")[2])) is not None
        ]
        for at, one in dated:
            said = _answer(one, to) if at >= border else None
            if said is not None and says_the_same(said, message.text):
                return Found(RemoteId(one.uri))
            is_alike |= said is not None and resembles(said, message.text)
        if records.rejected:
            return CouldNotTell("One of the account's own posts cannot be read.")
        if page.cursor is None or (dated and dated[-1][0] < border):
            return _missing(message, is_alike=is_alike)
        cursor = page.cursor
    return CouldNotTell("There are more posts than could be read.")


def _answer(listed: Listed, to: str) -> str | None:
    """What a post answers to somebody (a DID); `None` if it answers nothing of theirs."""
    for post in each([listed.value], OwnPost).items:
        parent = at_uri.parse(post.reply.parent.uri) if post.reply else None
        if parent is not None and parent.did == to:
            return spelled_out(post.text, post.facets or ())
    return None


def _is_it(one: ChatMessage, message: Message) -> bool:
    if message.ref is not None:
        return message.ref in one.text
    return says_the_same(_said(one), message.text)


def _said(one: ChatMessage) -> str:
    return spelled_out(one.text, one.facets or ())
