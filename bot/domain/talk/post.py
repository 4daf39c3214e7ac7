"""Whom a post is toward, and how: read from the record, alike on every network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.domain.talk.interaction import MENTIONS_THAT_ARE_TALK, Kind

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey


class Post(NamedTuple):
    """What a post's own record says of the people in it.

    `is_reply` is true also where the parent's author is not known (any more). `mentioned` are
    the accounts named in the text, in its order, whoever else they are here.
    """

    author: AccountKey
    is_reply: bool = False
    parent_author: AccountKey | None = None
    quoted_author: AccountKey | None = None
    mentioned: tuple[AccountKey, ...] = ()


class Toward(NamedTuple):
    """One account that a post is toward, and how."""

    kind: Kind
    target: AccountKey


def toward(post: Post) -> tuple[Toward, ...]:
    """Everyone whom a post is toward, each once and with the strongest kind.

    In a reply, talk goes only to the parent's author and to a quoted author: other handles are
    carried along by apps, and are `COPIED`. In a root post, naming up to
    `MENTIONS_THAT_ARE_TALK` people is talk, naming more is a list. Nobody talks to themself.
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
    """Whether those whom it names are spoken to."""
    if post.is_reply:
        return False
    return len(set(post.mentioned) - {post.author}) <= MENTIONS_THAT_ARE_TALK
