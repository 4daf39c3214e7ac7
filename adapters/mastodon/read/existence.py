"""Whether statuses can still be seen, and what was deleted since it was read.

Nobody announces deletions. A sweep shows what is left; of what the log remembers and the sweep
did not show, statuses are looked for one by one. Signals of others that are not told of any more
prove nothing, as no server promises to keep notifications.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from adapters.mastodon.read.posts import PER_REQUEST
from bot.domain.talk.interaction import Kind
from bot.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.read.posts import Posts
    from adapters.mastodon.read.reading import Descent
    from bot.domain.talk.interaction import Interaction, NaturalKey


MOST: Final = 200
"""Statuses that one sweep looks for. The next sweeps look for the others."""


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
    unknown: set[str] = set()
    for start in range(0, len(wanted), PER_REQUEST):
        some = wanted[start : start + PER_REQUEST]
        found = None
        with api.optional("a list of posts"):
            found = await posts.fetch_several(some) if len(some) > 1 else None
        if found is None:
            found = []
            for local_id in some:
                unknown.add(local_id)
                with api.optional(f"post {local_id}"):
                    status = await posts.show(local_id)
                    found += [status] if status is not None else []
                    unknown.discard(local_id)
        shown |= {str(status.proper.id) for status in found} | {str(status.id) for status in found}
    return told | {
        uri: None if local_id in unknown else local_id in shown for uri, local_id in ids.items()
    }


async def deleted(  # noqa: PLR0913 (what a sweep knows)
    api: Api,
    posts: Posts,
    remembered: Iterable[Interaction],
    there: Collection[NaturalKey],
    sweep: Descent,
    *,
    knows_likes: bool,
) -> list[str]:
    """The records that were deleted, among those that a sweep should have shown.

    Args:
        api: asks for them.
        posts: finds them.
        remembered: what the log holds.
        there: what the sweep showed.
        sweep: the sweep, at its end.
        knows_likes: whether it read a list of the account's own likes.

    Raises:
        NetworkError: they could not be asked for.
    """
    missing = [
        interaction
        for interaction in remembered
        if interaction.key not in there and sweep.floor <= interaction.at <= sweep.begun
    ]
    taken_back = {Kind.BOOST, Kind.LIKE} if knows_likes else {Kind.BOOST}
    lost = [
        interaction.object_uri
        for interaction in missing
        if interaction.outgoing and interaction.kind in taken_back
    ]
    talk = {interaction.object_uri for interaction in missing if not interaction.kind.is_signal}
    # In another order for each sweep, so that every status is reached in the end.
    order = sorted(talk, key=lambda uri: hashlib.sha256(f"{sweep.begun}{uri}".encode()).digest())
    told = await exist(api, posts, order[:MOST])
    return [*lost, *(uri for uri, is_there in told.items() if is_there is False)]


async def _id(api: Api, posts: Posts, uri: str, told: dict[str, bool | None]) -> str | None:
    """The local id of a status; where there is none, the result is written to `told`."""
    server = await api.server()
    known = posts.known_id(uri) if server.dialect.stable_status_ids else None
    try:
        local_id = known or await posts.find(uri)
    except NetworkError as error:
        if not api.may_fail(error):
            raise
        told[uri] = None
        return None
    if local_id is None:
        told[uri] = False if server.dialect.searches_addresses else None
    return local_id
