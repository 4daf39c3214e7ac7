"""Answering a post in public, once.

The record's key follows from the message's key and from what it answers, and must be new: a
second attempt finds the first one's record in its place, and changes nothing.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky import at_uri
from adapters.bluesky.existence import shown_posts
from adapters.bluesky.facets import links
from adapters.bluesky.items import each
from adapters.bluesky.moment import tid, tid_instant, written
from adapters.bluesky.refusal import NamedRefusalError
from adapters.bluesky.wire.repository import Created
from bot.errors import ClosedError, RefusedError
from bot.ports import RemoteId
from bot.text.limits import Limits

if TYPE_CHECKING:
    from adapters.bluesky.api import Api
    from adapters.bluesky.at_uri import AtUri
    from bot.ports import Message

LIMITS: Final = Limits(graphemes=300, bytes=3_000)

_TAKEN: Final = "InvalidSwap"
_SOME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_CLOCKS: Final = 1_024


class _Strong(msgspec.Struct):
    uri: str
    cid: str


class _ReplyRef(msgspec.Struct):
    root: _Strong


class _Answered(msgspec.Struct):
    reply: _ReplyRef | None = None


async def answer(api: Api, message: Message, me: str, to: str) -> RemoteId:
    """Post an answer below a post of `to`, as `me` (both DIDs), in one attempt.

    Raises:
        ClosedError: what it answers may not be answered by everybody.
        RefusedError: it is too long; what it answers is gone, or another's.
        NetworkError: see `bot.ports.Messenger`.
    """
    if not LIMITS.fit(message.text):
        problem = f"A post on Bluesky has at most {LIMITS.graphemes} characters; nothing was sent."
        raise RefusedError(problem)
    parent = at_uri.parse(message.reply_to or "")
    shown = (await shown_posts(api, [parent])).get(str(parent)) if parent else None
    if shown is None:
        problem = "The post to answer is gone; nothing was sent."
        raise RefusedError(problem)
    if parent is None or parent.did != to:
        problem = f"The post to answer is not by {message.to}; nothing was sent."
        raise RefusedError(problem)
    if shown.viewer is not None and shown.viewer.reply_disabled:
        # The PDS would take the answer, and nobody would be shown it.
        problem = f"{message.to} lets only some answer that post; nothing was sent."
        raise ClosedError(problem, closed="no-replies")
    above = {"uri": shown.uri, "cid": shown.cid}
    roots = [one.reply.root for one in each([shown.record], _Answered).items if one.reply]
    root = {"uri": roots[0].uri, "cid": roots[0].cid} if roots else above
    record = {
        "$type": at_uri.POST,
        "text": message.text,
        "langs": [message.language],
        "facets": links(message.text),
        "reply": {"root": root, "parent": above},
        "createdAt": written(api.rpc.clock.now()),
    }
    uri = place_of(message, me)
    body = {
        "repo": me,
        "collection": uri.collection,
        "rkey": uri.rkey,
        "record": record,
        "swapRecord": None,
    }
    try:
        created = await api.procedure("com.atproto.repo.putRecord", Created, body)
    except NamedRefusalError as error:
        if error.name == _TAKEN:
            return RemoteId(str(uri))
        raise
    return RemoteId(created.uri)


def place_of(message: Message, me: str) -> AtUri:
    """Where the answer goes: at a time just after what it answers."""
    parent = at_uri.parse(message.reply_to or "")
    after = (tid_instant(parent.rkey) if parent else None) or _SOME_DAY
    digest = hashlib.sha256(f"{message.key} {message.reply_to}".encode()).digest()
    offset = timedelta(microseconds=1 + int.from_bytes(digest[:4]))
    clock = int.from_bytes(digest[4:8]) % _CLOCKS
    return at_uri.AtUri(me, at_uri.POST, tid(after + offset, clock))
