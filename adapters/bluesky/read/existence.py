"""Whether records are still shown to us, and whether they still exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.parts import in_parts
from adapters.bluesky.client.refusal import FaultError, NamedRefusalError
from adapters.bluesky.wire.posts import Posts, PostView
from adapters.bluesky.wire.repository import Fetched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.at_uri import AtUri
    from adapters.bluesky.client.parts import Parts

AT_ONCE: Final = 25

_POSTS: Final = "app.bsky.feed.getPosts"


async def shown_posts(api: Api, uris: Iterable[AtUri]) -> Parts[PostView]:
    """The posts among these that the AppView shows us, by URI.

    Raises:
        NetworkError: the AppView could not be asked about any.
    """

    async def ask(batch: Sequence[str]) -> dict[str, PostView]:
        answer = await api.query(_POSTS, Posts, {"uris": list(batch)})
        return {post.uri: post for post in decode_items(answer.posts, PostView).items}

    return await in_parts(api.rpc, _POSTS, map(str, uris), AT_ONCE, ask)


async def is_there(api: Api, uri: AtUri) -> bool | None:
    """Whether a record is in its repository, whatever blocks there are.

    `None` if the whole repository is unavailable: a deactivated account may come back. So it is
    if the server fails on it.

    Raises:
        NetworkError: the repository could not be asked for.
    """
    parameters: dict[str, str | int | list[str]] = {
        "repo": uri.did,
        "collection": uri.collection,
        "rkey": uri.rkey,
    }
    try:
        await api.query("com.atproto.repo.getRecord", Fetched, parameters)
    except NamedRefusalError as error:
        return False if error.name == "RecordNotFound" else None
    except FaultError:
        return None
    return True


async def exist(api: Api, uris: Collection[str]) -> dict[str, bool | None]:
    """Whether these records are still shown to us; `None` if it is unknown.

    Raises:
        NetworkError: the servers could not be asked.
    """
    parsed = {uri: at_uri.parse(uri) for uri in uris}
    posts = [parts for parts in parsed.values() if parts and parts.collection == at_uri.POST]
    shown = await shown_posts(api, posts)
    answers: dict[str, bool | None] = {}
    for uri, parts in parsed.items():
        if parts is None:
            answers[uri] = None
        elif parts.collection == at_uri.POST:
            answers[uri] = None if uri in shown.unknown else uri in shown.found
        else:
            answers[uri] = await is_there(api, parts)
    return answers
