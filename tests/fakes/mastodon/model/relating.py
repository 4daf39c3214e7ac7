"""Following, blocking and muting, and what each takes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.errors import not_allowed, not_found
from tests.fakes.mastodon.model.notifying import notify
from tests.fakes.mastodon.model.relations import Block, Follow, Mute

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.world import World


def follow(  # noqa: PLR0913 (what can be chosen)
    world: World,
    who: Account,
    whom: Account,
    at: datetime,
    *,
    shows_reblogs: bool | None = None,
    notifies: bool | None = None,
) -> None:
    """Follow somebody, or ask to where they decide; again: change how.

    Raises:
        ApiError: one of the two blocks the other.
    """
    relations = world.relations
    if relations.is_blocking(whom, who) or relations.is_blocking_domain(who, whom):
        raise not_allowed()
    if relations.is_blocking(who, whom) or whom.moved_to is not None:
        raise not_allowed()
    asks = whom.is_locked or who.is_limited
    known = relations.follows.get((who, whom)) or relations.requests.get((who, whom))
    wanted = known or Follow(next(relations.ids), at)
    if shows_reblogs is not None:
        wanted = replace(wanted, shows_reblogs=shows_reblogs)
    if notifies is not None:
        wanted = replace(wanted, notifies=notifies)
    where = relations.requests if asks and (who, whom) not in relations.follows else None
    (relations.follows if where is None else where)[who, whom] = wanted
    if known is None:
        notify(world, whom, "follow_request" if asks else "follow", who, at)


def unfollow(world: World, who: Account, whom: Account) -> None:
    """Follow somebody no more: they were never told."""
    world.relations.follows.pop((who, whom), None)
    world.relations.requests.pop((who, whom), None)
    world.inbox.forget(whom, who, kind="follow")
    world.inbox.forget(whom, who, kind="follow_request")


def answer_request(
    world: World, whom: Account, who: Account, at: datetime, *, granted: bool
) -> None:
    """Let somebody follow, or not.

    Raises:
        ApiError: they did not ask.
    """
    asked = world.relations.requests.pop((who, whom), None)
    if asked is None:
        raise not_found()
    world.inbox.forget(whom, who, kind="follow_request")
    if granted:
        world.relations.follows[who, whom] = replace(asked, at=at)
        notify(world, whom, "follow", who, at)


def block(world: World, who: Account, whom: Account) -> None:
    """Block somebody: follows end, notifications and conversations of theirs disappear."""
    if who is whom:
        return
    world.relations.sever(who, whom)
    world.relations.blocks[who, whom] = Block(next(world.relations.ids))
    world.inbox.forget(who, whom)
    world.conversations.part(who, whom)


def mute(
    world: World,
    who: Account,
    whom: Account,
    *,
    hides_notifications: bool = True,
    until: datetime | None = None,
) -> None:
    """Hear no more of somebody; with the notifications, those that are there go too."""
    if who is whom:
        return
    world.relations.mutes[who, whom] = Mute(next(world.relations.ids), hides_notifications, until)
    if hides_notifications:
        world.inbox.forget(who, whom)
        world.conversations.part(who, whom)


def block_domain(world: World, who: Account, domain: str) -> None:
    """Hear no more of a server: its people's follows end, their notifications disappear."""
    blocked = world.relations.blocked_domains.setdefault(who, [])
    if domain in blocked:
        return
    blocked.append(domain)
    for account in world.accounts:
        if account.domain == domain:
            world.relations.sever(who, account)
            world.inbox.forget(who, account)
            world.conversations.part(who, account)
