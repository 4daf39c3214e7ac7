"""Notification, NotificationPolicy and NotificationRequest."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.account import account_entity
from tests.fakes.mastodon.entities.moment import timestamp
from tests.fakes.mastodon.entities.status import status_entity
from tests.fakes.mastodon.model.notifying import held_count
from tests.fakes.mastodon.model.visibility import may_see

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.notification import Notification, Request
    from tests.fakes.mastodon.model.world import World

Entity = dict[str, Any]

_MOST_COUNTED = 100


def notification_entity(world: World, told: Notification) -> Entity:
    """One thing told; the status is left out where the kind has none."""
    entity: Entity = {
        "id": str(told.id),
        "type": told.kind,
        "created_at": timestamp(told.created_at),
        "group_key": told.group_key,
        **({"filtered": True} if told.is_filtered else {}),
        "account": account_entity(world, told.sender),
    }
    if told.status is not None:
        entity["status"] = status_entity(world, told.account, told.status)
    return entity


def policy_entity(world: World, account: Account) -> Entity:
    """What somebody chose, and how much waits."""
    waiting = [one for one in world.inbox.requests if one.account is account][:_MOST_COUNTED]
    return {
        **asdict(world.inbox.policy(account)),
        "summary": {
            "pending_requests_count": len(waiting),
            "pending_notifications_count": sum(held_count(world, one) for one in waiting),
        },
    }


def request_entity(world: World, request: Request) -> Entity:
    """A sender who waits."""
    status = request.last_status
    is_visible = may_see(world, request.account, status)
    return {
        "id": str(request.id),
        "created_at": timestamp(request.created_at),
        "updated_at": timestamp(request.updated_at),
        "notifications_count": str(held_count(world, request)),
        "account": account_entity(world, request.sender),
        "last_status": status_entity(world, request.account, status) if is_visible else None,
    }
