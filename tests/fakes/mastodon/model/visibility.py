"""Who may see a status, and do what to it. See app/policies/status_policy.rb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.model.world import World

_FOR_ALL = frozenset({"public", "unlisted"})


def may_see(world: World, viewer: Account | None, status: Status) -> bool:
    """Whether it may be shown; a boost as what it boosts."""
    status = status.proper
    author = status.account
    if author.is_suspended:
        return False
    if viewer is author:
        return True
    is_addressed = viewer is not None and status.mentions_ever(viewer)
    if status.visibility == "direct":
        return is_addressed
    if status.visibility == "private":
        return is_addressed or world.relations.is_following(viewer, author)
    return not world.relations.is_blocking(author, viewer) if viewer else True


def is_shown(world: World, viewer: Account | None, status: Status) -> bool:
    """Whether it appears in a thread: also what the viewer does not want to see is left out."""
    if viewer is status.account:
        return True
    if not may_see(world, viewer, status):
        return False
    if status.account.is_limited and not world.relations.is_following(viewer, status.account):
        return False
    return viewer is None or not world.relations.hides(viewer, status.account, world.now())


def may_boost(world: World, viewer: Account, status: Status) -> bool:
    """Whether it may be boosted: never a direct one, a private one only by its author."""
    is_open = status.visibility in _FOR_ALL or (
        status.visibility == "private" and status.account is viewer
    )
    return is_open and not world.relations.is_blocking(viewer, status.account)


def may_quote(world: World, viewer: Account | None, status: Status) -> bool:
    """Whether a quote of it would be accepted at once."""
    author = status.account
    if viewer is None or status.visibility == "direct" or not may_see(world, viewer, status):
        return False
    if viewer is author:
        return True
    if status.visibility == "private" or world.relations.is_blocking(viewer, author):
        return False
    if status.quote_policy == "followers":
        return world.relations.is_following(viewer, author)
    return status.quote_policy == "public"


def listed(world: World, viewer: Account | None, author: Account) -> list[Status]:
    """What somebody sees on an account's page. See app/models/account_statuses_filter.rb."""
    if author.is_suspended:
        return []
    if viewer is not None and world.relations.is_blocking(author, viewer):
        return []
    own = world.statuses.by(author)
    if viewer is author:
        return own
    return [
        status
        for status in own
        if _is_listed(world, viewer, status) and may_see(world, viewer, status)
    ]


def _is_listed(world: World, viewer: Account | None, status: Status) -> bool:
    if status.visibility in _FOR_ALL:
        boosted = status.reblog_of
        return (
            boosted is None
            or viewer is None
            or not world.relations.hides(viewer, boosted.account, world.now())
        )
    if viewer is None:
        return False
    if status.visibility == "private" and world.relations.is_following(viewer, status.account):
        return True
    return status.mentions_ever(viewer)
