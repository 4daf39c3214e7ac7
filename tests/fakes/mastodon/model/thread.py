"""A status's thread. See app/models/concerns/status/threading_concern.rb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.visibility import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.model.world import World

MAX_ANCESTORS = 40
MAX_DESCENDANTS = 60
"""These two for those who are not signed in; 4,096 each for those who are."""

MAX_DEPTH = 20
MAX_SIGNED_IN = 4_096


def ancestors(world: World, viewer: Account | None, status: Status) -> list[Status]:
    """What it answers, the oldest first, as far as the viewer sees it."""
    above: list[Status] = []
    parent = status.reply_to
    while parent is not None and len(above) < (MAX_SIGNED_IN if viewer else MAX_ANCESTORS):
        above.append(parent)
        parent = parent.reply_to
    return [one for one in reversed(above) if is_shown(world, viewer, one)]


def descendants(world: World, viewer: Account | None, status: Status) -> list[Status]:
    """What answers it, depth first; answers of authors to themselves come first."""
    depth = None if viewer else MAX_DEPTH
    limit = MAX_SIGNED_IN if viewer else MAX_DESCENDANTS
    below = list(_below(world, status, depth))[:limit]
    shown = [one for one in below if is_shown(world, viewer, one)]
    return _promoted(shown)


def _below(world: World, status: Status, depth: int | None) -> Iterator[Status]:
    waiting = [(answer, 1) for answer in reversed(world.statuses.replies(status))]
    while waiting:
        answer, level = waiting.pop()
        yield answer
        if depth is None or level < depth:
            below = reversed(world.statuses.replies(answer))
            waiting.extend((further, level + 1) for further in below)


def _promoted(statuses: list[Status]) -> list[Status]:
    """Self-answers before the first other answer."""
    own = [one for one in statuses if one.reply_account is one.account]
    return [*own, *(one for one in statuses if one.reply_account is not one.account)]
