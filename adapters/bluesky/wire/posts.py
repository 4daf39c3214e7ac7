"""Posts, threads and notifications as the AppView shows them."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Raw

from adapters.bluesky.wire.accounts import Profile
from adapters.bluesky.wire.base import Wire

_T = TypeVar("_T")


class PostViewer(Wire):
    """What the signed-in account may do with a post."""

    reply_disabled: bool = False


class PostView(Wire):
    """`app.bsky.feed.defs#postView`."""

    uri: str
    author: Profile
    record: Raw
    indexed_at: str
    cid: str = ""
    viewer: PostViewer | None = None
    reply_count: int | None = None


class Posts(Wire):
    """`app.bsky.feed.getPosts`."""

    posts: list[Raw]


class ThreadView(Wire):
    """`app.bsky.feed.defs#threadViewPost`; a post that is not shown has no `post`."""

    post: Raw = Raw()
    parent: Raw = Raw()
    replies: list[Raw] | None = None


class Thread(Wire):
    """`app.bsky.feed.getPostThread`."""

    thread: Raw


class Notification(Wire, Generic[_T]):
    """`app.bsky.notification.listNotifications#notification`, with a record of some type."""

    uri: str
    author: Profile
    reason: str
    record: _T
    indexed_at: str


class Notifications(Wire, Generic[_T]):
    """`app.bsky.notification.listNotifications`, with items of some type."""

    notifications: list[_T]
    cursor: str | None = None
