"""Liking and boosting, and taking both back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.errors import not_allowed
from tests.fakes.mastodon.model.notifying import notify
from tests.fakes.mastodon.model.status import Favourite, Status
from tests.fakes.mastodon.model.visibility import may_boost

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Visibility
    from tests.fakes.mastodon.model.world import World


def favourite(world: World, who: Account, status: Status, at: datetime) -> None:
    """Like it; a second time changes nothing.

    Raises:
        ApiError: the one who likes blocks the author.
    """
    if world.relations.is_blocking(who, status.account):
        raise not_allowed()
    if who not in status.favourites:
        status.favourites[who] = Favourite(next(world.ids), at)
        notify(world, status.account, "favourite", who, at, status=status)


def unfavourite(world: World, who: Account, status: Status) -> None:
    """Like it no more: the notification goes too."""
    if status.favourites.pop(who, None) is not None:
        _untell(world, who, "favourite", status)


def boost(
    world: World, who: Account, status: Status, at: datetime, visibility: Visibility
) -> Status:
    """Boost it; a second time gives the first boost.

    Raises:
        ApiError: it is direct, or somebody else's for followers only.
    """
    if not may_boost(world, who, status):
        raise not_allowed()
    if (known := world.statuses.boost(status, who)) is not None:
        return known
    made = Status(
        id=world.snowflakes.at(at),
        account=who,
        text="",
        visibility=visibility if status.visibility in {"public", "unlisted"} else status.visibility,
        created_at=at,
        conversation=next(world.ids),
        reblog_of=status,
    )
    world.statuses.add(made)
    notify(world, status.account, "reblog", who, at, status=status)
    return made


def unboost(world: World, who: Account, status: Status) -> None:
    """Boost it no more: the notification goes too."""
    if (made := world.statuses.boost(status, who)) is not None:
        world.statuses.remove(made)
        _untell(world, who, "reblog", status)


def _untell(world: World, who: Account, kind: str, status: Status) -> None:
    world.inbox.notifications = [
        told
        for told in world.inbox.notifications
        if (told.sender, told.kind, told.status) != (who, kind, status)
    ]
