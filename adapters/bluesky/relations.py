"""How a watched account without a secret stands with others: what is public of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.items import each
from adapters.bluesky.wire.accounts import Relationship as Entity
from adapters.bluesky.wire.accounts import Relationships
from bot.domain.identity import Relationship
from bot.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.bluesky.api import Api

AT_ONCE: Final = 30
"""`others` takes no more: lexicons/app/bsky/graph/getRelationships.json."""


async def public_relationships(
    api: Api, watched: str, dids: Iterable[str]
) -> dict[str, Relationship]:
    """How the watched account (a DID) stands with these, those left out that are not found.

    Mutes are nobody else's business, and not told.

    Raises:
        NetworkError: it could not be asked.
    """
    wanted = sorted({did for did in dids if at_uri.is_did(did)})
    unsaid = False if api.resolver.servers.tells_blocks else None
    found: dict[str, Relationship] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = await api.query(
            "app.bsky.graph.getRelationships", Relationships, {"actor": watched, "others": some}
        )
        if answer.actor not in {watched, None}:
            message = f"The AppView speaks of {answer.actor}, and was asked about {watched}."
            raise UnreachableError(message)
        told = {one.did: one for one in each(answer.relationships, Entity).items}
        found |= {did: _relationship(told[did], unsaid) for did in some if did in told}
    return found


def _relationship(entity: Entity, unsaid: bool | None) -> Relationship:  # noqa: FBT001
    """How the two stand; `unsaid` is what it means that no block is named.

    Where one blocks the other, their follows say nothing.
    """
    apart = entity.blocks or entity.is_blocked
    return Relationship(
        following=None if apart else entity.following is not None,
        followed_by=None if apart else entity.followed_by is not None,
        blocking=entity.blocks or unsaid,
        blocked_by=entity.is_blocked or unsaid,
    )
