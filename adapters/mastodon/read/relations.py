"""The watched account's relationships with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.mastodon.client.api import may_fail
from adapters.mastodon.client.items import listed, readable
from adapters.mastodon.client.wire import Relationship as Entity
from adapters.mastodon.client.wire import is_set
from bot.domain.people.identity import Relationship
from bot.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.read.people import People
    from bot.domain.people.identity import AccountKey


async def relationships(
    api: Api, people: People, keys: Collection[AccountKey]
) -> dict[AccountKey, Relationship]:
    """The relationships with these accounts, without those that are unknown or cannot be read.

    Raises:
        NetworkError: none of them could be asked for.
    """
    ids: dict[AccountKey, str] = {}
    failed: NetworkError | None = None
    for key in keys:
        try:
            local_id = await people.find(key)
        except NetworkError as error:
            if not may_fail(error):
                raise
            failed = error
            continue
        if local_id is not None:
            ids[key] = local_id
    at_once = people.server.dialect.relationships_per_request
    every = list(ids.values())
    waiting = [every[start : start + at_once] for start in range(0, len(every), at_once)]
    told: dict[str, Relationship] = {}
    while waiting:
        some = waiting.pop(0)
        try:
            told |= await _ask(api, some)
        except NetworkError as error:
            if not may_fail(error):
                raise
            failed = error
            # One of them may be to blame: the halves are asked for.
            middle = len(some) // 2
            waiting += [some[:middle], some[middle:]] if middle else []
    if failed is not None and not told:
        raise failed
    return {key: told[local_id] for key, local_id in ids.items() if local_id in told}


async def _ask(api: Api, ids: list[str]) -> dict[str, Relationship]:
    answer = await api.get(
        "/api/v1/accounts/relationships", {"id[]": ids, "with_suspended": "true"}
    )
    return {str(entity.id): _relationship(entity) for entity in readable(listed(answer, Entity))}


def _relationship(entity: Entity) -> Relationship:
    """Missing fields mean unknown, not False."""
    blocking = is_set(entity.blocking, unclear=True)
    if is_set(entity.domain_blocking, unclear=True):
        blocking = True
    return Relationship(
        following=is_set(entity.following, unclear=False),
        followed_by=is_set(entity.followed_by, unclear=False),
        blocking=blocking,
        blocked_by=is_set(entity.blocked_by, unclear=True),
        muting=is_set(entity.muting, unclear=True),
    )
