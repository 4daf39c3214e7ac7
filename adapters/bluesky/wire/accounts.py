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
    """How the signed-in account stands with another. Follows and blocks are record URIs."""

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
