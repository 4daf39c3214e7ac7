"""The home timeline, and direct messages by the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.mastodon.entities.conversation import conversation_entity
from tests.fakes.mastodon.entities.status import status_entity
from tests.fakes.mastodon.model.errors import not_found
from tests.fakes.mastodon.model.home import home
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.paging import STATUSES, page
from tests.fakes.mastodon.web.params import leading_number

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.conversation import Conversation


def _home(call: Call) -> Response:
    cut = page(home(call.world, call.user), lambda status: status.id, call.params, STATUSES)
    entities = [status_entity(call.world, call.user, status) for status in cut.items]
    return ok(entities, cut.links(call, ("local",), always_next=True))


def _conversations(call: Call) -> Response:
    """Paged by the ids of their last statuses, not by their own."""
    mine = [one for one in call.world.conversations if one.account is call.user]
    cut = page(mine, lambda one: one.last_status.id, call.params, STATUSES)
    return ok([conversation_entity(call.world, one) for one in cut.items], cut.links(call))


def _read(call: Call) -> Response:
    conversation = _named(call)
    conversation.is_unread = False
    return ok(conversation_entity(call.world, conversation))


def _delete(call: Call) -> Response:
    call.world.conversations.all.remove(_named(call))
    return ok({})


def _named(call: Call) -> Conversation:
    wanted = leading_number(call.variables["id"])
    for one in call.world.conversations:
        if one.account is call.user and one.id == wanted:
            return one
    raise not_found()


_READ = ("read", "read:statuses")
_WRITE = ("write", "write:conversations")
_CONVERSATIONS = "/api/v1/conversations"

ENDPOINTS = (
    Endpoint("GET", "/api/v1/timelines/home", _home, _READ),
    Endpoint("GET", _CONVERSATIONS, _conversations, _READ),
    Endpoint("POST", f"{_CONVERSATIONS}/{{id}}/read", _read, _WRITE),
    Endpoint("DELETE", f"{_CONVERSATIONS}/{{id}}", _delete, _WRITE),
)
