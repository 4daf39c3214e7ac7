"""Relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.moment import second

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.world import World


def relationship_entity(world: World, viewer: Account, other: Account) -> dict[str, Any]:
    """How two stand to each other, as one of them sees it."""
    relations = world.relations
    follow = relations.follows.get((viewer, other))
    request = relations.requests.get((viewer, other))
    mute = relations.mute(viewer, other, world.now())
    chosen = follow or request
    return {
        "id": str(other.id),
        "following": follow is not None,
        "showing_reblogs": chosen is not None and chosen.shows_reblogs,
        "notifying": chosen is not None and chosen.notifies,
        "languages": None,
        "followed_by": relations.is_following(other, viewer),
        "blocking": relations.is_blocking(viewer, other),
        "blocked_by": relations.is_blocking(other, viewer),
        "muting": mute is not None,
        "muting_notifications": mute is not None and mute.hides_notifications,
        "muting_expires_at": second(mute.until) if mute and mute.until else None,
        "requested": request is not None,
        "requested_by": (other, viewer) in relations.requests,
        "domain_blocking": relations.is_blocking_domain(viewer, other),
        "endorsed": False,
        "note": "",
    }
