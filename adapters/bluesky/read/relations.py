"""Public follows and blocks between others and a watched account without a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.parts import in_parts
from adapters.bluesky.wire.accounts import Relationships, RelationshipView
from bot.domain.people.identity import Relationship
from bot.domain.sentence import marked
from bot.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adapters.bluesky.client.api import Api

AT_ONCE: Final = 30
"""The most that `others` may hold: lexicons/app/bsky/graph/getRelationships.json."""

_RELATIONSHIPS: Final = "app.bsky.graph.getRelationships"


async def public_relationships(
    api: Api, watched: str, dids: Iterable[str]
) -> dict[str, Relationship]:
    """Follows and blocks between the watched account (a DID) and others that exist, by DID.

    Mutes are not public. An account that the AppView fails on is left out.

    Raises:
        NetworkError: the AppView could not be asked.
    """
    no_block = False if api.resolver.servers.tells_blocks else None

    async def ask(batch: Sequence[str]) -> dict[str, Relationship]:
        answer = await api.query(
            _RELATIONSHIPS, Relationships, {"actor": watched, "others": list(batch)}
        )
        if answer.actor not in {watched, None}:
            raise UnreachableError(
                marked("The AppView speaks of {actor}, and was asked about {watched}."),
                actor=answer.actor,
                watched=watched,
            )
        views = decode_items(answer.relationships, RelationshipView).items
        return {view.did: _relationship(view, no_block) for view in views if view.did in batch}

    wanted = filter(at_uri.is_did, dids)
    return (await in_parts(api.rpc, _RELATIONSHIPS, wanted, AT_ONCE, ask)).found


def _relationship(view: RelationshipView, no_block: bool | None) -> Relationship:  # noqa: FBT001
    """Translate a relationship; `no_block` is the value for a block that is not listed.

    If there is a block, the AppView does not tell who follows whom.
    """
    apart = view.blocks or view.is_blocked
    return Relationship(
        following=None if apart else view.following is not None,
        followed_by=None if apart else view.followed_by is not None,
        blocking=view.blocks or no_block,
        blocked_by=view.is_blocked or no_block,
    )
