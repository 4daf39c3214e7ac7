"""The watched account's relationships with others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adapters.mastodon.client.items import listed, readable, whole
from adapters.mastodon.client.wire import Relationship as Entity
from adapters.mastodon.client.wire import is_set
from adapters.mastodon.read.listing import below_of
from bot.domain.people.identity import Relationship

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.client.api import Api, Parameters
    from adapters.mastodon.read.people import People
    from bot.domain.people.identity import AccountKey


DOMAIN_BLOCKS: Final = "/api/v1/domain_blocks"
_AT_ONCE: Final = 200


async def relationships(
    api: Api, people: People, keys: Collection[AccountKey], *, with_domains: bool = False
) -> dict[AccountKey, Relationship]:
    """The relationships with these accounts; those that the server does not know are left out.

    `with_domains`: where a relationship does not tell whether the watched account blocks the whole
    server of the other, the list of blocked servers is read. It may fail.

    Raises:
        NetworkError: not all of them could be read.
    """
    ids = {key: local_id for key in keys if (local_id := await people.find(key)) is not None}
    at_once = people.server.dialect.relationships_per_request
    wanted = list(ids.values())
    told: dict[str, Relationship] = {}
    leaves_out_domains = False
    for start in range(0, len(wanted), at_once):
        some = wanted[start : start + at_once]
        answer = await api.get(
            "/api/v1/accounts/relationships", {"id[]": some, "with_suspended": "true"}
        )
        entities = readable(listed(answer, Entity))
        leaves_out_domains |= any(entity.domain_blocking is None for entity in entities)
        told |= {str(entity.id): _relationship(entity) for entity in entities}
    found = {key: told[local_id] for key, local_id in ids.items() if local_id in told}
    if with_domains and leaves_out_domains:
        with api.optional(DOMAIN_BLOCKS):
            domains = await _blocked_domains(api)
            blocked = {key for key in found if key.id.rpartition("@")[2] in domains}
            found |= {key: replace(found[key], blocking=True) for key in blocked}
    return found


async def _blocked_domains(api: Api) -> set[str]:
    """The servers of which the watched account blocks everybody."""
    domains: set[str] = set()
    page: Parameters = {"limit": _AT_ONCE}
    while True:
        answer = await api.get_page(DOMAIN_BLOCKS, page)
        listed_here = {name.lower() for name in whole(answer, list[Any]) if isinstance(name, str)}
        below = below_of(answer, DOMAIN_BLOCKS, [], is_new=False)
        if below is None or listed_here <= domains:
            return domains | listed_here
        domains |= listed_here
        page["max_id"] = below


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
