"""Posts, threads and notifications as the AppView shows them."""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from adapters.bluesky.wire.accounts import Profile
from adapters.bluesky.wire.base import Page, Wire


class PostViewer(Wire):
    """What the signed-in account may do with a post."""

    reply_disabled: Any = None


class PostView(Wire):
    """`app.bsky.feed.defs#postView`."""

    uri: str
    record: Raw
    author: Profile | None = None
    indexed_at: str = ""
    cid: str = ""
    viewer: PostViewer | None = None
    reply_count: int | None = None


class Posts(Wire):
    """`app.bsky.feed.getPosts`."""

    posts: list[Raw] | None


class ThreadView(Wire):
    """`app.bsky.feed.defs#threadViewPost`; a hidden post has no `post`."""

    post: Raw = Raw()
    parent: Raw = Raw()
    replies: list[Raw] | None = None


class ThreadAnswer(Wire):
    """`app.bsky.feed.getPostThread`."""

    thread: Raw


class Notification(Wire):
    """`app.bsky.notification.listNotifications#notification`."""

    uri: str
    record: Raw
    author: Profile | None = None
    reason: str = ""
    indexed_at: str = ""


class Notifications(Page, kw_only=True):
    """`app.bsky.notification.listNotifications`."""

    notifications: list[Raw] | None


class FittingNotifications(Page, kw_only=True):
    """The same, if each notification fits its type."""

    notifications: list[Notification] | None
