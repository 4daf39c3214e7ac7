"""Accounts as the AppView shows them."""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from adapters.bluesky.wire.base import Wire


class Label(Wire):
    """A label; one whose source is the account itself is a self-label. `exp` is when it ends."""

    src: str = ""
    val: str = ""
    neg: bool = False
    exp: str = ""


class ViewerState(Wire):
    """Follows, blocks and mutes of the signed-in account. Follows and blocks are record URIs.

    Blocks and mutes are `Any`: whatever stands there, there is one.
    """

    muted: Any = None
    muted_by_list: Any = None
    blocked_by: Any = None
    blocking: Any = None
    blocking_by_list: Any = None
    following: str | None = None
    followed_by: str | None = None


class ChatSettings(Wire):
    """Whose chat messages an account takes: `all`, `none` or `following`."""

    allow_incoming: str = ""


class Associated(Wire):
    """What belongs to a profile."""

    chat: ChatSettings | None = None


class Profile(Wire):
    """Any of `app.bsky.actor.defs#profileView…`, and a member of a conversation.

    `chat_disabled` is told of a member only.
    """

    did: str
    handle: str = ""
    display_name: str | None = None
    description: str | None = None
    website: Any = None
    labels: list[Label] | None = None
    viewer: ViewerState | None = None
    associated: Associated | None = None
    chat_disabled: Any = None


class Profiles(Wire):
    """`app.bsky.actor.getProfiles`."""

    profiles: list[Raw] | None


class RelationshipView(Wire):
    """`app.bsky.graph.defs#relationship`: URIs of the follows and blocks of two accounts.

    Blocks are `Any`: whatever stands there, there is one.
    """

    did: str
    following: str | None = None
    followed_by: str | None = None
    blocking: Any = None
    blocking_by_list: Any = None
    blocked_by: Any = None
    blocked_by_list: Any = None

    @property
    def blocks(self) -> bool:
        """Whether the watched account blocks this one."""
        return bool(self.blocking or self.blocking_by_list)

    @property
    def is_blocked(self) -> bool:
        """Whether this account blocks the watched one."""
        return bool(self.blocked_by or self.blocked_by_list)


class Relationships(Wire):
    """`app.bsky.graph.getRelationships`; an account that is not found has no `did`."""

    relationships: list[Raw] | None
    actor: str | None = None
