"""The home timeline. See app/lib/feed_manager.rb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.model.world import World

MAX_ITEMS = 400
"""What lies further back is not in it, however one pages."""


def home(world: World, viewer: Account) -> list[Status]:
    """One's own statuses and those of whom one follows, the newest 400."""
    authors = [viewer, *world.relations.following(viewer)]
    said = (status for author in authors for status in world.statuses.by(author))
    shown = [status for status in said if _belongs(world, viewer, status)]
    return sorted(shown, key=lambda status: status.id)[-MAX_ITEMS:]


def _belongs(world: World, viewer: Account, status: Status) -> bool:
    author = status.account
    if author is viewer:
        return True
    follow = world.relations.follows.get((viewer, author))
    if follow is None or author.is_suspended:
        return False
    if status.visibility == "direct" and not status.mentions_ever(viewer):
        return False
    if status.reblog_of is not None and not follow.shows_reblogs:
        return False
    involved = {author, status.proper.account, *status.addressed}
    if any(world.relations.hides(viewer, other, world.now()) for other in involved - {viewer}):
        return False
    return not _answers_a_stranger(world, viewer, status)


def _answers_a_stranger(world: World, viewer: Account, status: Status) -> bool:
    to = status.reply_account
    return (
        to is not None
        and to not in {viewer, status.account}
        and not world.relations.is_following(viewer, to)
    )
