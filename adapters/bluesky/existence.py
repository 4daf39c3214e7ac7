"""Whether records can still be seen, and whether they are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.items import each
from adapters.bluesky.refusal import NamedRefusalError
from adapters.bluesky.wire.posts import Posts, PostView
from adapters.bluesky.wire.repository import Fetched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.bluesky.api import Api
    from adapters.bluesky.at_uri import AtUri

AT_ONCE: Final = 25


async def shown_posts(api: Api, uris: Iterable[AtUri]) -> dict[str, PostView]:
    """Those of these posts that the AppView shows us, by URI.

    Raises:
        NetworkError: that could not be told.
    """
    wanted = sorted({str(uri) for uri in uris})
    found: dict[str, PostView] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = await api.query("app.bsky.feed.getPosts", Posts, {"uris": some})
        found |= {one.uri: one for one in each(answer.posts, PostView).items}
    return found


async def is_there(api: Api, uri: AtUri) -> bool | None:
    """Whether a record is in its repository, blocks or not.

    `None` where nobody can tell, as its whole repository is out of sight: a closed account
    may come back.

    Raises:
        NetworkError: that could not be asked.
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
    """Whether these can still be seen; `None` where that could not be told.

    Raises:
        NetworkError: that could not be asked.
    """
    parsed = {uri: at_uri.parse(uri) for uri in uris}
    posts = [one for one in parsed.values() if one and one.collection == at_uri.POST]
    shown = await shown_posts(api, posts)
    told: dict[str, bool | None] = {}
    for uri, parts in parsed.items():
        if parts is None:
            told[uri] = None
        elif parts.collection == at_uri.POST:
            told[uri] = uri in shown
        else:
            told[uri] = await is_there(api, parts)
    return told
