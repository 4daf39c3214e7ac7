"""What one is told, the policy that holds some of it back, and those who wait."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from tests.fakes.mastodon.entities.notification import (
    notification_entity,
    policy_entity,
    request_entity,
)
from tests.fakes.mastodon.model.errors import ApiError, not_found
from tests.fakes.mastodon.model.notification import CHOICES, Policy
from tests.fakes.mastodon.model.notifying import accept, dismiss
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.paging import ACCOUNTS, NOTIFICATIONS, page
from tests.fakes.mastodon.web.params import leading_number

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.notification import Notification, Request


def _list(call: Call) -> Response:
    told = [one for one in call.world.inbox.of(call.user) if _passes(call, one)]
    cut = page(told, lambda one: one.id, call.params, NOTIFICATIONS)
    entities = [notification_entity(call.world, one) for one in cut.items]
    keep = ("account_id", "types", "exclude_types", "include_filtered")
    return ok(entities, cut.links(call, keep, always_next=True))


def _passes(call: Call, told: Notification) -> bool:
    params = call.params
    types, excluded = params.all("types"), params.all("exclude_types") or []
    sender = params.number("account_id")
    return (
        (not types or told.kind in types)
        and told.kind not in excluded
        and (sender is None or told.sender.id == sender)
        and (not told.is_filtered or bool(params.flag("include_filtered")))
        and not told.sender.is_suspended
    )


def _show(call: Call) -> Response:
    return ok(notification_entity(call.world, _named(call)))


def _clear(call: Call) -> Response:
    inbox = call.world.inbox
    inbox.notifications = [one for one in inbox.notifications if one.account is not call.user]
    return ok({})


def _dismiss_one(call: Call) -> Response:
    call.world.inbox.notifications.remove(_named(call))
    return ok({})


def _named(call: Call) -> Notification:
    wanted = leading_number(call.variables["id"])
    for told in call.world.inbox.of(call.user):
        if told.id == wanted:
            return told
    raise not_found()


def _policy(call: Call) -> Response:
    return ok(policy_entity(call.world, call.user))


def _set_policy(call: Call) -> Response:
    policy = call.world.inbox.policy(call.user)
    for field in fields(Policy):
        chosen = call.params.get(field.name)
        if chosen is None:
            continue
        if chosen not in CHOICES:
            raise ApiError(422, f"'{chosen}' is not a valid {field.name}")
        setattr(policy, field.name, chosen)
    return _policy(call)


def _requests(call: Call) -> Response:
    mine = [one for one in call.world.inbox.requests if one.account is call.user]
    cut = page(mine, lambda one: one.id, call.params, ACCOUNTS)
    entities = [request_entity(call.world, one) for one in cut.items]
    return ok(entities, cut.links(call, always_next=True))


def _request(call: Call) -> Response:
    return ok(request_entity(call.world, _asked(call)))


def _accept(call: Call) -> Response:
    accept(call.world, _asked(call))
    return ok({})


def _dismiss(call: Call) -> Response:
    dismiss(call.world, _asked(call))
    return ok({})


def _asked(call: Call) -> Request:
    wanted = leading_number(call.variables["id"])
    for request in call.world.inbox.requests:
        if request.account is call.user and request.id == wanted:
            return request
    raise not_found()


_READ = ("read", "read:notifications")
_WRITE = ("write", "write:notifications")
_V1 = "/api/v1/notifications"
_POLICY = "/api/v2/notifications/policy"

ENDPOINTS = (
    Endpoint("GET", _V1, _list, _READ),
    Endpoint("POST", f"{_V1}/clear", _clear, _WRITE),
    Endpoint("GET", f"{_V1}/requests", _requests, _READ),
    Endpoint("GET", f"{_V1}/requests/{{id}}", _request, _READ),
    Endpoint("POST", f"{_V1}/requests/{{id}}/accept", _accept, _WRITE),
    Endpoint("POST", f"{_V1}/requests/{{id}}/dismiss", _dismiss, _WRITE),
    Endpoint("GET", _POLICY, _policy, _READ),
    Endpoint("PATCH", _POLICY, _set_policy, _WRITE),
    Endpoint("PUT", _POLICY, _set_policy, _WRITE),
    Endpoint("GET", f"{_V1}/{{id}}", _show, _READ),
    Endpoint("POST", f"{_V1}/{{id}}/dismiss", _dismiss_one, _WRITE),
)
