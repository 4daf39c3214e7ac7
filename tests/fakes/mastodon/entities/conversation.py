"""Conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.account import account_entity
from tests.fakes.mastodon.entities.status import status_entity

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.conversation import Conversation
    from tests.fakes.mastodon.model.world import World


def conversation_entity(world: World, conversation: Conversation) -> dict[str, Any]:
    """One's view of a thread; alone in it, one is the one account."""
    viewer = conversation.account
    others = sorted(conversation.others, key=lambda account: account.id) or [viewer]
    return {
        "id": str(conversation.id),
        "unread": conversation.is_unread,
        "accounts": [account_entity(world, account) for account in others],
        "last_status": status_entity(world, viewer, conversation.last_status),
    }
