"""Whether statuses can still be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.mastodon.posts import AT_ONCE
from adapters.mastodon.refusal import NotAllowedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.api import Api
    from adapters.mastodon.posts import Posts


async def exist(api: Api, posts: Posts, uris: Collection[str]) -> dict[str, bool | None]:
    """Whether these can still be seen; `None` where that could not be told.

    Raises:
        NetworkError: that could not be asked.
    """
    told: dict[str, bool | None] = {}
    ids: dict[str, str] = {}
    for uri in uris:
        local_id = await _id(api, posts, uri, told)
        if local_id is not None:
            ids[uri] = local_id
    wanted = list(ids.values())
    shown: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found = await posts.fetch_several(some) if len(some) > 1 else None
        if found is None:
            found = [one for one in [await posts.show(each) for each in some] if one is not None]
        shown |= {str(one.proper.id) for one in found} | {str(one.id) for one in found}
    return told | {uri: local_id in shown for uri, local_id in ids.items()}


async def _id(api: Api, posts: Posts, uri: str, told: dict[str, bool | None]) -> str | None:
    """What the server calls a status; else `told` says why there is nothing to call."""
    server = await api.server()
    known = posts.known_id(uri) if server.dialect.stable_status_ids else None
    try:
        local_id = known or await posts.find(uri)
    except (NotAllowedError, NotFoundError):
        told[uri] = None
        return None
    if local_id is None:
        told[uri] = False if server.dialect.searches_addresses else None
    return local_id
