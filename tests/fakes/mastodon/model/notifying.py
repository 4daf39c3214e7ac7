"""Telling people. See app/services/notify_service.rb."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.notification import FILTERABLE, Notification, Request

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.notification import Choice
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.model.world import World

_NEW_ACCOUNT = timedelta(days=30)
_NEW_FOLLOWER = timedelta(days=3)


def notify(  # noqa: PLR0913 (what a notification is made of)
    world: World,
    account: Account,
    kind: str,
    sender: Account,
    at: datetime,
    *,
    status: Status | None = None,
) -> Notification | None:
    """Tell somebody here of something, unless they do not want to know."""
    if not account.is_local or account is sender:
        return None
    if _is_unwanted(world, account, sender, at):
        return None
    told = Notification(
        id=next(world.ids), account=account, kind=kind, sender=sender, created_at=at, status=status
    )
    choices = _choices(world, told)
    if "drop" in choices:
        return None
    told.is_filtered = "filter" in choices
    world.inbox.notifications.append(told)
    if told.is_filtered:
        _hold(world, told)
    elif kind == "mention" and status is not None and status.visibility == "direct":
        world.conversations.add(account, status)
    return told


def accept(world: World, request: Request) -> None:
    """Let a sender through: what was held back appears, in the conversations too."""
    world.inbox.permitted.add((request.account, request.sender))
    for told in _held(world, request):
        told.is_filtered = False
        if told.status is not None and told.status.visibility == "direct":
            world.conversations.add(request.account, told.status)
    world.inbox.requests.remove(request)


def dismiss(world: World, request: Request) -> None:
    """Throw away what was held back; the next of it makes a new request."""
    held = _held(world, request)
    world.inbox.notifications = [told for told in world.inbox.notifications if told not in held]
    world.inbox.requests.remove(request)


def held_count(world: World, request: Request) -> int:
    """How many notifications wait with it."""
    return len(_held(world, request))


def _held(world: World, request: Request) -> list[Notification]:
    return [
        told
        for told in world.inbox.of(request.account)
        if told.sender is request.sender and told.is_filtered
    ]


def _hold(world: World, told: Notification) -> None:
    if told.kind != "mention" or told.status is None:
        return
    for known in world.inbox.requests:
        if known.account is told.account and known.sender is told.sender:
            known.last_status = told.status
            known.updated_at = told.created_at
            return
    world.inbox.requests.append(
        Request(
            id=world.snowflakes.at(told.created_at),
            account=told.account,
            sender=told.sender,
            created_at=told.created_at,
            updated_at=told.created_at,
            last_status=told.status,
        )
    )


def _is_unwanted(world: World, account: Account, sender: Account, at: datetime) -> bool:
    relations = world.relations
    mute = relations.mute(account, sender, at)
    return (
        account.is_suspended
        or relations.is_blocking(account, sender)
        or (mute is not None and mute.hides_notifications)
        or (
            relations.is_blocking_domain(account, sender)
            and not relations.is_following(account, sender)
        )
    )


def _choices(world: World, told: Notification) -> set[Choice]:
    """What the policy says to each thing that it holds against the sender."""
    account, sender, at = told.account, told.sender, told.created_at
    if told.kind not in FILTERABLE or (account, sender) in world.inbox.permitted:
        return set()
    is_stranger = not world.relations.is_following(account, sender)
    followed = world.relations.follows.get((sender, account))
    held_against = {
        "for_not_following": is_stranger,
        "for_not_followers": followed is None or followed.at > at - _NEW_FOLLOWER,
        "for_new_accounts": is_stranger and sender.created_at > at - _NEW_ACCOUNT,
        "for_private_mentions": is_stranger and _is_uncalled(told),
        "for_limited_accounts": is_stranger and sender.is_limited,
        "for_bots": is_stranger and sender.is_bot,
    }
    policy = asdict(world.inbox.policy(account))
    return {policy[name] for name, holds in held_against.items() if holds}


def _is_uncalled(told: Notification) -> bool:
    """Whether it is a direct message that answers none of the account's own to that sender."""
    account, sender, status = told.account, told.sender, told.status
    if told.kind != "mention" or status is None or status.visibility != "direct":
        return False
    above = status.reply_to
    while above is not None:
        if above.account is account and above.visibility == "direct" and sender in above.addressed:
            return False
        above = above.reply_to
    return True
