"""Accounts as the AppView shows them."""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from adapters.bluesky.wire.base import Wire


class Label(Wire):
    """A label; one whose source is the account itself is a self-label."""

    src: str = ""
    val: str = ""
    neg: bool = False


class ViewerState(Wire):
    """Follows, blocks and mutes of the signed-in account. Follows and blocks are record URIs."""

    muted: bool = False
    muted_by_list: Any = None
    blocked_by: bool = False
    blocking: str | None = None
    blocking_by_list: Any = None
    following: str | None = None
    followed_by: str | None = None


class Profile(Wire):
    """Any of `app.bsky.actor.defs#profileView…`, and a member of a conversation."""

    did: str
    handle: str
    display_name: str | None = None
    description: str | None = None
    labels: list[Label] | None = None
    viewer: ViewerState | None = None


class Profiles(Wire):
    """`app.bsky.actor.getProfiles`."""

    profiles: list[Raw]


class RelationshipView(Wire):
    """`app.bsky.graph.defs#relationship`: URIs of the follows and blocks of two accounts."""

    did: str
    following: str | None = None
    followed_by: str | None = None
    blocking: str | None = None
    blocking_by_list: str | None = None
    blocked_by: str | None = None
    blocked_by_list: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the watched account blocks this one."""
        return self.blocking is not None or self.blocking_by_list is not None

    @property
    def is_blocked(self) -> bool:
        """Whether this account blocks the watched one."""
        return self.blocked_by is not None or self.blocked_by_list is not None


class Relationships(Wire):
    """`app.bsky.graph.getRelationships`; an account that is not found has no `did`."""

    relationships: list[Raw]
    actor: str | None = None
