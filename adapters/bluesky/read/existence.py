"""Whether records are still shown to us, and whether they still exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.refusal import NamedRefusalError
from adapters.bluesky.wire.posts import Posts, PostView
from adapters.bluesky.wire.repository import Fetched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.at_uri import AtUri

AT_ONCE: Final = 25


async def shown_posts(api: Api, uris: Iterable[AtUri]) -> dict[str, PostView]:
    """The posts among these that the AppView shows us, by URI.

    Raises:
        NetworkError: the AppView could not be asked.
    """
    wanted = sorted({str(uri) for uri in uris})
    shown: dict[str, PostView] = {}
    for start in range(0, len(wanted), AT_ONCE):
        batch = wanted[start : start + AT_ONCE]
        answer = await api.query("app.bsky.feed.getPosts", Posts, {"uris": batch})
        shown |= {post.uri: post for post in decode_items(answer.posts, PostView).items}
    return shown


async def is_there(api: Api, uri: AtUri) -> bool | None:
    """Whether a record is in its repository, whatever blocks there are.

    `None` if the whole repository is unavailable: a deactivated account may come back.

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
            answers[uri] = uri in shown
        else:
            answers[uri] = await is_there(api, parts)
    return answers
