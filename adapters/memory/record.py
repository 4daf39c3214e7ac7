"""The records of a server in memory: posts, signals, and unreadable items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.talk.interaction import Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """A post, or a direct message: that is a post with the visibility `DIRECT`.

    `sequence` is the number of the post's latest version in the server's order. `created_at` is
    the author's time, `seen_at` the server's. `author_ids` are the author's ids on servers when it
    was written: a handle may change hands. `is_chat` marks a message of Bluesky's chat.
    """

    uri: str
    url: str
    author: AccountKey
    author_ids: Mapping[str, str]
    text: str
    sequence: int
    created_at: datetime
    seen_at: datetime
    root: str
    reply_to: str | None = None
    quotes: str | None = None
    mentions: tuple[AccountKey, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    languages: tuple[str, ...] = ()
    is_edited: bool = False
    is_deleted: bool = False
    is_chat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRecord:
    """A like or boost of the post `subject`, or a follow, whose `subject` is empty."""

    uri: str
    kind: Kind
    actor: AccountKey
    target: AccountKey
    subject: str
    sequence: int
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OddRecord:
    """An item that cannot be read."""

    raw: str
    why: str
    sequence: int
    seen_at: datetime


Record = PostRecord | SignalRecord | OddRecord
