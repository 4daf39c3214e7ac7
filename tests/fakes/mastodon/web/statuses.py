"""Statuses: posting them, reading them, and what one does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from tests.fakes.mastodon.entities.account import account_entity
from tests.fakes.mastodon.entities.status import (
    deleted_entity,
    edit_entities,
    source_entity,
    status_entity,
)
from tests.fakes.mastodon.faults import Mode
from tests.fakes.mastodon.model.errors import ApiError, not_found
from tests.fakes.mastodon.model.limits import POSTS
from tests.fakes.mastodon.model.posting import (
    Draft,
    UnexpectedMentionsError,
    check_quote,
    check_reply,
    delete,
    edit,
    post,
    revoke_quote,
)
from tests.fakes.mastodon.model.reacting import boost, favourite, unboost, unfavourite
from tests.fakes.mastodon.model.status import QuotePolicy, Visibility
from tests.fakes.mastodon.model.thread import ancestors, descendants
from tests.fakes.mastodon.model.visibility import may_see
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.paging import ACCOUNTS, STATUSES, page
from tests.fakes.mastodon.web.params import leading_number

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from tests.fakes.mastodon.model.status import Status


def _post(call: Call) -> Response:
    """Post, once per key: the key is looked up first and written last."""
    world, author = call.world, call.user
    mode = call.fault.mode if call.fault else None
    key = call.headers.get("idempotency-key", "")
    known = world.keys.find(author, key, world.now()) if key else None
    if known is not None and mode is Mode.REPEAT_500:
        raise ApiError(500, "Internal Server Error")
    if known is not None and mode is not Mode.KEY_IGNORED:
        status = world.statuses.get(known)
        if status is None:
            raise not_found()
        return ok(status_entity(world, author, status))
    draft = _draft(call)

    def make(at: datetime) -> Status:
        made = post(world, author, draft, at)
        if key and mode is not Mode.LOST_BEFORE_KEY:
            world.keys.remember(author, key, made.id, at)
        return made

    if mode is Mode.LATE and call.fault is not None:
        world.land_later(call.fault.seconds, make)
        return ok({})
    _count_post(call)
    try:
        return ok(status_entity(world, author, make(world.now())))
    except UnexpectedMentionsError as error:
        accounts = [account_entity(world, account) for account in error.accounts]
        return ok({"error": str(error), "unexpected_accounts": accounts}, status=422)


def _count_post(call: Call) -> None:
    standing = call.limits.count_act("statuses", POSTS, call.user.id)
    if standing is None:
        return
    if standing.is_over:
        raise ApiError(429, "too_many_requests", headers=standing.headers)
    if standing.remaining < int(call.answer_headers.get("X-RateLimit-Remaining", "1000000")):
        call.answer_headers |= standing.headers


def _draft(call: Call) -> Draft:
    world, params, author = call.world, call.params, call.user
    visibility = params.get("visibility") or author.default_visibility
    if visibility not in get_args(Visibility):
        raise ApiError(422, "no_such_visibility", visibility=visibility)
    reply_to = quoting = None
    if params.get("in_reply_to_id"):
        reply_to = world.statuses.get(params.number("in_reply_to_id") or 0)
        check_reply(world, author, reply_to)
    if params.get("quoted_status_id"):
        quoting = world.statuses.get(params.number("quoted_status_id") or 0)
        check_quote(world, author, quoting)
    allowed = params.all("allowed_mentions")
    policy = params.get("quote_approval_policy")
    return Draft(
        text=params.text("status"),
        visibility=cast("Visibility", visibility),
        reply_to=reply_to,
        quoting=quoting,
        spoiler_text=params.text("spoiler_text"),
        is_sensitive=params.flag("sensitive") or False,
        language=params.get("language") or author.posting_language,
        quote_policy=cast("QuotePolicy", policy if policy in get_args(QuotePolicy) else "public"),
        allowed_mentions=None
        if allowed is None
        else frozenset(leading_number(one) for one in allowed),
        app=call.token.app if call.token else None,
    )


def _show(call: Call) -> Response:
    return ok(status_entity(call.world, call.viewer, call.status()))


def _several(call: Call) -> Response:
    world = call.world
    ids = dict.fromkeys(call.params.all("id") or [])
    found = (world.statuses.get(leading_number(one)) for one in ids)
    shown = [one for one in found if one is not None and may_see(world, call.viewer, one)]
    return ok([status_entity(world, call.viewer, one) for one in shown])


def _context(call: Call) -> Response:
    world, viewer, status = call.world, call.viewer, call.status()
    parts = {
        "ancestors": ancestors(world, viewer, status),
        "descendants": descendants(world, viewer, status),
    }
    return ok(
        {
            name: [status_entity(world, viewer, one) for one in statuses]
            for name, statuses in parts.items()
        }
    )


def _edit(call: Call) -> Response:
    status, params = call.own_status(), call.params
    edit(
        call.world,
        status,
        params.text("status"),
        call.world.now(),
        spoiler_text=params.text("spoiler_text"),
        is_sensitive=params.flag("sensitive") or False,
    )
    return ok(status_entity(call.world, call.user, status))


def _delete(call: Call) -> Response:
    status = call.own_status()
    entity = deleted_entity(call.world, call.user, status)
    delete(call.world, status)
    return ok(entity)


def _history(call: Call) -> Response:
    return ok(edit_entities(call.world, call.status()))


def _source(call: Call) -> Response:
    return ok(source_entity(call.status()))


def _favourite(call: Call) -> Response:
    favourite(call.world, call.user, call.status().proper, call.world.now())
    return ok(status_entity(call.world, call.user, call.status().proper))


def _unfavourite(call: Call) -> Response:
    unfavourite(call.world, call.user, call.status().proper)
    return ok(status_entity(call.world, call.user, call.status().proper))


def _reblog(call: Call) -> Response:
    world, user = call.world, call.user
    visibility = call.params.get("visibility") or user.default_visibility
    made = boost(world, user, call.status().proper, world.now(), cast("Visibility", visibility))
    return ok(status_entity(world, user, made))


def _unreblog(call: Call) -> Response:
    status = call.status().proper
    unboost(call.world, call.user, status)
    return ok(status_entity(call.world, call.user, status))


def _favourited_by(call: Call) -> Response:
    likes = {like.id: who for who, like in call.status().favourites.items()}
    cut = page(list(likes), lambda edge: edge, call.params, ACCOUNTS)
    entities = [account_entity(call.world, likes[edge]) for edge in cut.items]
    return ok(entities, cut.links(call))


def _reblogged_by(call: Call) -> Response:
    boosts = call.world.statuses.boosts(call.status())
    cut = page(boosts, lambda boost: boost.id, call.params, ACCOUNTS)
    entities = [account_entity(call.world, boost.account) for boost in cut.items]
    return ok(entities, cut.links(call))


def _quotes(call: Call) -> Response:
    quoting = [
        one
        for one in call.world.statuses.quotes(call.own_status())
        if one.quote is not None and one.quote.state == "accepted"
    ]
    cut = page(quoting, lambda status: status.id, call.params, STATUSES)
    entities = [status_entity(call.world, call.user, one) for one in cut.items]
    return ok(entities, cut.links(call))


def _revoke(call: Call) -> Response:
    call.own_status()
    quoting = call.status("quoting")
    revoke_quote(call.world, call.user, quoting)
    return ok(status_entity(call.world, call.user, quoting))


_READ = ("read", "read:statuses")
_WRITE = ("write", "write:statuses")
_LIKE = ("write", "write:favourites")
_V1 = "/api/v1/statuses"

ENDPOINTS = (
    Endpoint("POST", _V1, _post, _WRITE),
    Endpoint("GET", _V1, _several, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}", _show, _READ, is_public=True),
    Endpoint("PUT", f"{_V1}/{{id}}", _edit, _WRITE),
    Endpoint("DELETE", f"{_V1}/{{id}}", _delete, _WRITE),
    Endpoint("GET", f"{_V1}/{{id}}/context", _context, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/history", _history, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/source", _source, _READ),
    Endpoint("GET", f"{_V1}/{{id}}/favourited_by", _favourited_by, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/reblogged_by", _reblogged_by, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/quotes", _quotes, _READ),
    Endpoint("POST", f"{_V1}/{{id}}/quotes/{{quoting}}/revoke", _revoke, _WRITE),
    Endpoint("POST", f"{_V1}/{{id}}/favourite", _favourite, _LIKE),
    Endpoint("POST", f"{_V1}/{{id}}/unfavourite", _unfavourite, _LIKE),
    Endpoint("POST", f"{_V1}/{{id}}/reblog", _reblog, _WRITE),
    Endpoint("POST", f"{_V1}/{{id}}/unreblog", _unreblog, _WRITE),
)
