"""Whom a post addresses, and how; the same rules for all networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.talk.interaction import MENTIONS_THAT_ARE_TALK, Kind

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey


def toward(
    author: AccountKey,
    *,
    is_reply: bool = False,
    parent_author: AccountKey | None = None,
    quoted_author: AccountKey | None = None,
    mentioned: tuple[AccountKey, ...] = (),
) -> dict[AccountKey, Kind]:
    """All accounts that a post addresses, each with the strongest kind.

    In a reply, only the parent's author and a quoted author count as talk: apps copy the other
    handles, which are `COPIED`. In a root post, up to `MENTIONS_THAT_ARE_TALK` mentions are talk;
    more are `COPIED`. The author is left out.

    Args:
        author: who wrote it.
        is_reply: also true if the parent's author is unknown.
        parent_author: who wrote what it answers.
        quoted_author: who wrote what it quotes.
        mentioned: the accounts named in the text, in order; the others may be among them.
    """
    found: dict[AccountKey, Kind] = {}
    if parent_author is not None:
        found[parent_author] = Kind.REPLY
    if quoted_author is not None:
        found.setdefault(quoted_author, Kind.QUOTE)
    if mentioned:
        is_list = len({*mentioned} - {author}) > MENTIONS_THAT_ARE_TALK
        kind = Kind.COPIED if is_reply or is_list else Kind.MENTION
        for account in mentioned:
            found.setdefault(account, kind)
    found.pop(author, None)
    return found
