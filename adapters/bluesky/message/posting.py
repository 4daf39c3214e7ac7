"""Replying to a post in public: once by us, or by the owner's own hand on bsky.app.

The key of our reply's record follows from the message's key and from the post that it answers.
The record must be new: a second attempt finds the first one's record, and changes nothing.

bsky.app serves accounts of every PDS. It has no link that opens a chat with a text, and none that
opens a reply: https://docs.bsky.app/docs/advanced-guides/intent-links.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.moment import tid, tid_instant, written
from adapters.bluesky.client.refusal import NamedRefusalError
from adapters.bluesky.message.facets import links
from adapters.bluesky.read.existence import shown_posts
from adapters.bluesky.wire.repository import Created
from bot.domain.sentence import marked
from bot.errors import ClosedError, RefusedError
from bot.ports import RemoteId
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.at_uri import AtUri
    from bot.ports import Message

LIMITS: Final = Limits(graphemes=300, bytes=3_000)

LONGEST_URL: Final = 2_000
"""Characters; every browser, proxy and server accepts this many."""

_INTENT: Final = "https://bsky.app/intent/compose?text="
_TAKEN: Final = "InvalidSwap"
_DEFAULT_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)
_CLOCKS: Final = 1_024


class _Strong(msgspec.Struct):
    uri: str
    cid: str


class _ReplyRef(msgspec.Struct):
    root: _Strong


class _Answered(msgspec.Struct):
    reply: _ReplyRef | None = None


async def answer(api: Api, message: Message, me: str, to: str) -> RemoteId:
    """Post a reply to a post of `to`, as `me` (both DIDs), in one attempt.

    Raises:
        ClosedError: the author of that post restricts who may reply.
        RefusedError: the text is too long; the post is gone, or not by `to`.
        NetworkError: see `bot.ports.Messenger`.
    """
    if not LIMITS.fit(message.text):
        raise RefusedError(
            marked("A post on Bluesky has at most {graphemes} characters; nothing was sent."),
            graphemes=LIMITS.graphemes,
        )
    parent = at_uri.parse(message.reply_to or "")
    shown = (await shown_posts(api, [parent])).found.get(str(parent)) if parent else None
    if shown is None:
        raise RefusedError(marked("The post to answer is gone; nothing was sent."))
    if parent is None or parent.did != to:
        raise RefusedError(
            marked("The post to answer is not by {to}; nothing was sent."), to=message.to
        )
    if shown.viewer is not None and shown.viewer.reply_disabled:
        # The PDS would accept the reply, and the AppView would hide it.
        raise ClosedError(
            marked("{to} lets only some answer that post; nothing was sent."),
            to=message.to,
            closed="no-replies",
        )
    parent_ref = {"uri": shown.uri, "cid": shown.cid}
    posts = decode_items([shown.record], _Answered).items
    roots = [post.reply.root for post in posts if post.reply]
    root_ref = {"uri": roots[0].uri, "cid": roots[0].cid} if roots else parent_ref
    record = {
        "$type": at_uri.POST,
        "text": message.text,
        "langs": [message.language],
        "facets": links(message.text),
        "reply": {"root": root_ref, "parent": parent_ref},
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
    """The URI of the reply's record; its key is a time just after the post that it answers."""
    parent = at_uri.parse(message.reply_to or "")
    after = (tid_instant(parent.rkey) if parent else None) or _DEFAULT_TIME
    digest = hashlib.sha256(f"{message.key} {message.reply_to}".encode()).digest()
    offset = timedelta(microseconds=1 + int.from_bytes(digest[:4]))
    clock = int.from_bytes(digest[4:8]) % _CLOCKS
    return at_uri.AtUri(me, at_uri.POST, tid(after + offset, clock))


def compose_url(text: str, to: str) -> str | None:
    """A page of bsky.app with a public post to send, which mentions the handle `to`.

    `None` if the text is too long for a post, or `to` is a DID, which cannot be mentioned.
    """
    mentioning = f"@{to} {text}"
    url = f"{_INTENT}{quote(mentioning, safe='')}"
    fits = LIMITS.fit(mentioning) and len(url) <= LONGEST_URL and not at_uri.is_did(to)
    return url if fits else None


def reply_url(uri: str) -> str | None:
    """The page of a post, on which the owner can reply; `None` for an invalid URI."""
    parent = at_uri.parse(uri)
    return at_uri.post_url(parent, "") if parent else None
