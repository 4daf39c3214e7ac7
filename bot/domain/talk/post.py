"""Whom a post addresses, and how; the same rules for all networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.domain.talk.interaction import MENTIONS_THAT_ARE_TALK, Kind

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey


class Post(NamedTuple):
    """The accounts that a post's record names.

    `is_reply` is also true if the parent's author is unknown. `mentioned` are the accounts named
    in the text, in order; they may include the other accounts here.
    """

    author: AccountKey
    is_reply: bool = False
    parent_author: AccountKey | None = None
    quoted_author: AccountKey | None = None
    mentioned: tuple[AccountKey, ...] = ()


class Toward(NamedTuple):
    """An account that a post addresses, and how."""

    kind: Kind
    target: AccountKey


def toward(post: Post) -> tuple[Toward, ...]:
    """All accounts that a post addresses, each once and with the strongest kind.

    In a reply, only the parent's author and a quoted author count as talk: apps copy the other
    handles, which are `COPIED`. In a root post, up to `MENTIONS_THAT_ARE_TALK` mentions are talk;
    more are `COPIED`. The author is left out.
    """
    found: dict[AccountKey, Kind] = {}
    if post.parent_author is not None:
        found[post.parent_author] = Kind.REPLY
    if post.quoted_author is not None:
        found.setdefault(post.quoted_author, Kind.QUOTE)
    if post.mentioned:
        kind = Kind.MENTION if _addresses(post) else Kind.COPIED
        for account in post.mentioned:
            found.setdefault(account, kind)
    found.pop(post.author, None)
    return tuple([Toward(kind, target) for target, kind in found.items()])


def _addresses(post: Post) -> bool:
    """Whether mentions in this post count as talk."""
    if post.is_reply:
        return False
    return len(set(post.mentioned) - {post.author}) <= MENTIONS_THAT_ARE_TALK
