"""The watched account's relationships with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.mastodon.client.items import listed, readable
from adapters.mastodon.client.wire import Relationship as Entity
from adapters.mastodon.client.wire import is_set
from bot.domain.people.identity import Relationship

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.read.people import People
    from bot.domain.people.identity import AccountKey


async def relationships(
    api: Api, people: People, keys: Collection[AccountKey]
) -> dict[AccountKey, Relationship]:
    """The relationships with these accounts; those that the server does not know are left out.

    Raises:
        NetworkError: not all of them could be read.
    """
    ids = {key: local_id for key in keys if (local_id := await people.find(key)) is not None}
    at_once = people.server.dialect.relationships_per_request
    wanted = list(ids.values())
    told: dict[str, Relationship] = {}
    for start in range(0, len(wanted), at_once):
        some = wanted[start : start + at_once]
        answer = await api.get(
            "/api/v1/accounts/relationships", {"id[]": some, "with_suspended": "true"}
        )
        told |= {
            str(entity.id): _relationship(entity) for entity in readable(listed(answer, Entity))
        }
    return {key: told[local_id] for key, local_id in ids.items() if local_id in told}


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
