"""Reading the current talk of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.moment import instant, told
from adapters.bluesky.client.refusal import FaultError, NamedRefusalError
from adapters.bluesky.read.existence import shown_posts
from adapters.bluesky.read.translate import Act, interactions, key_of
from adapters.bluesky.wire.posts import PostView, ThreadAnswer, ThreadView
from adapters.bluesky.wire.records import PostRecord
from bot.domain.talk.thread import Seen
from bot.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from msgspec import Raw

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.rpc import Parameters
    from bot.domain.people.identity import OwnerId
    from bot.domain.talk.interaction import Interaction

DEPTH: Final = 20
"""Levels of replies below a post that are asked for, and posts above it."""
LESS: Final = 6
"""The same where a server does not manage so many."""

_GONE: Final = "NotFound"


async def talk(api: Api, uri: str, watched: str, owner: OwnerId) -> list[Interaction]:
    """The talk between the watched account (a DID) and others in a post's thread, oldest first.

    Empty if the post is hidden from us. Posts more than `DEPTH` levels away from both the root
    and the post itself are left out.

    Raises:
        NetworkError: the thread could not be read.
    """
    parsed = at_uri.parse(uri)
    post = (await shown_posts(api, [parsed])).found.get(uri) if parsed else None
    if post is None:
        return []
    act = _act(post, api.rpc.clock.now())
    acts = {uri: act} if act else {}
    root = _root(act, uri)
    acts |= await around(api, root, parents=0)
    if root != uri:
        acts |= await around(api, uri, parents=DEPTH)
    return _interactions(acts, watched, owner)


async def beginning(api: Api, uri: str) -> str | None:
    """The text of the first post of a post's thread; `None` if one of the two is hidden from us.

    Raises:
        NetworkError: they could not be read.
    """
    for _ in range(2):
        parsed = at_uri.parse(uri)
        post = (await shown_posts(api, [parsed])).found.get(uri) if parsed else None
        act = _act(post, api.rpc.clock.now()) if post is not None else None
        if act is None or not isinstance(act.record, PostRecord):
            return None
        root = _root(act, uri)
        if root == uri:
            return act.record.text
        uri = root
    return None


async def around(api: Api, uri: str, parents: int) -> dict[str, Act]:
    """A post, the replies below it, and up to `parents` posts above it, by URI.

    Empty if the post is gone. Where the server fails or refuses, fewer levels are asked for.

    Raises:
        NetworkError: the thread could not be read.
    """
    for depth in (DEPTH, LESS):
        try:
            parameters: Parameters = {
                "uri": uri,
                "depth": depth,
                "parentHeight": min(parents, depth),
            }
            answer = await api.query("app.bsky.feed.getPostThread", ThreadAnswer, parameters)
        except NamedRefusalError as error:
            if error.name == _GONE:
                break
        except FaultError:
            if depth == LESS:
                raise
        except RefusedError:
            break  # the thread is too long: other parts may still be readable
        else:
            now = api.rpc.clock.now()
            views = decode_items(_posts(answer.thread), PostView).items
            return {str(act.uri): act for view in views if (act := _act(view, now))}
    return {}


async def seen(api: Api, uri: str, watched: str, owner: OwnerId) -> Seen | None:
    """The talk above and below a post of the watched account (a DID); `None` if it is gone.

    Raises:
        NetworkError: the thread could not be read.
    """
    acts = await around(api, uri, parents=DEPTH)
    if uri not in acts:
        return None
    above = _above(acts, uri)
    own = {str(act.uri) for act in acts.values() if act.uri.did == watched}
    return Seen(
        _interactions(acts, watched, owner),
        next((ancestor for ancestor in reversed(above) if ancestor in own), None),
        frozenset(own.difference(above, {uri})),
    )


def _interactions(acts: Mapping[str, Act], watched: str, owner: OwnerId) -> list[Interaction]:
    """The interactions of the watched account in these acts, oldest first."""
    talk = [
        interaction
        for act in acts.values()
        for interaction in interactions(act, key_of(watched), owner)
    ]
    return sorted(talk, key=lambda interaction: (interaction.at, interaction.object_uri))


def _above(acts: Mapping[str, Act], uri: str) -> list[str]:
    """The posts above a post, the nearest first."""
    above: list[str] = []
    while (act := acts.get(uri)) and isinstance(act.record, PostRecord) and act.record.reply:
        uri = act.record.reply.parent.uri
        if uri in above:  # a server could answer with a cycle
            break
        above.append(uri)
    return above


def _posts(raw: Raw) -> Iterator[Raw]:
    """The posts of a thread view, level by level, without hidden posts.

    Levels beyond `DEPTH` are left out: decoding a level scans all levels inside it.
    """
    views = decode_items([raw], ThreadView).items
    for _ in range(DEPTH + 1):
        yield from (view.post for view in views if view.post)
        neighbours = (raw for view in views for raw in (*(view.replies or ()), view.parent) if raw)
        views = decode_items(neighbours, ThreadView).items


def _act(view: PostView, now: datetime) -> Act | None:
    uri = at_uri.parse(view.uri)
    posts = decode_items([view.record], PostRecord).items
    if uri is None or not posts:
        return None
    handle = view.author.handle if view.author is not None else ""
    return Act.of(uri, posts[0], told(instant(view.indexed_at), uri.rkey, now), handle)


def _root(act: Act | None, uri: str) -> str:
    post = act.record if act else None
    return post.reply.top if isinstance(post, PostRecord) and post.reply else uri
