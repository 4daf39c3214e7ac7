"""The talk of a thread, read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.existence import shown_posts
from adapters.bluesky.items import each
from adapters.bluesky.moment import instant, tid_instant
from adapters.bluesky.translate import Act, interactions, key_of
from adapters.bluesky.wire.posts import PostView, Thread, ThreadView
from adapters.bluesky.wire.records import Post
from bot.domain.thread import Seen
from bot.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msgspec import Raw

    from adapters.bluesky.api import Api
    from bot.domain.identity import OwnerId
    from bot.domain.interaction import Interaction

DEPTH: Final = 20
"""Replies below replies that are asked for, and posts above a post."""


async def talk(api: Api, uri: str, watched: str, owner: OwnerId) -> list[Interaction]:
    """The talk between the watched account (a DID) and others in a post's thread, oldest first.

    Nothing where the post cannot be seen. The whole thread is read as far as it goes deep from
    its root, and as far again around the post itself.

    Raises:
        NetworkError: it could not be read.
    """
    asked = at_uri.parse(uri)
    shown = await shown_posts(api, [asked]) if asked else {}
    if uri not in shown:
        return []
    act = _act(shown[uri])
    acts = {uri: act} if act else {}
    root = _root(act, uri)
    acts |= await around(api, root, parents=0)
    if root != uri:
        acts |= await around(api, uri, parents=DEPTH)
    found = [one for act in acts.values() for one in interactions(act, key_of(watched), owner)]
    return sorted(found, key=lambda one: (one.at, one.object_uri))


async def around(api: Api, uri: str, parents: int) -> dict[str, Act]:
    """A post and what is below it, and up to so many `parents` above it, by URI.

    Raises:
        NetworkError: it could not be asked for; a post that is gone has nothing around it.
    """
    parameters: dict[str, str | int | list[str]] = {
        "uri": uri,
        "depth": DEPTH,
        "parentHeight": parents,
    }
    try:
        answer = await api.query("app.bsky.feed.getPostThread", Thread, parameters)
    except RefusedError:
        # Gone, or too long for us: what can be read elsewhere in the thread is talk as well.
        return {}
    views = each(_posts(answer.thread), PostView).items
    return {str(act.uri): act for view in views if (act := _act(view))}


async def seen(api: Api, uri: str, watched: str, owner: OwnerId) -> Seen | None:
    """The talk above and below a post of the watched account's (a DID); `None` if it is gone.

    Raises:
        NetworkError: it could not be read.
    """
    acts = await around(api, uri, parents=DEPTH)
    if uri not in acts:
        return None
    found = [one for act in acts.values() for one in interactions(act, key_of(watched), owner)]
    above = _above(acts, uri)
    own = {str(act.uri) for act in acts.values() if act.uri.did == watched}
    return Seen(
        sorted(found, key=lambda one: (one.at, one.object_uri)),
        next((one for one in reversed(above) if one in own), None),
        frozenset(own.difference(above, {uri})),
    )


def _above(acts: Mapping[str, Act], uri: str) -> list[str]:
    """The posts above one, the nearest first."""
    above: list[str] = []
    while (act := acts.get(uri)) and isinstance(act.record, Post) and act.record.reply:
        uri = act.record.reply.parent.uri
        if uri in above:  # servers could say so
            break
        above.append(uri)
    return above


def _posts(raw: Raw) -> Iterator[Raw]:
    """The posts of a thread view, one above and below the other; those not shown are left out.

    So are those further away than was asked for, as each is read over once for each before it.
    """
    views = each([raw], ThreadView).items
    for _ in range(DEPTH + 1):
        yield from (view.post for view in views if view.post)
        near = (one for view in views for one in (*(view.replies or ()), view.parent) if one)
        views = each(near, ThreadView).items


def _act(view: PostView) -> Act | None:
    uri = at_uri.parse(view.uri)
    seen_at = instant(view.indexed_at) or (tid_instant(uri.rkey) if uri else None)
    posts = each([view.record], Post).items
    if uri is None or seen_at is None or not posts:
        return None
    return Act.of(uri, posts[0], seen_at, view.author.handle)


def _root(act: Act | None, uri: str) -> str:
    post = act.record if act else None
    return post.reply.root.uri if isinstance(post, Post) and post.reply else uri
