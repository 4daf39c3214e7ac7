"""Accounts: who they are, what they said, how one stands to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.fakes.mastodon.entities.account import account_entity, credential_entity
from tests.fakes.mastodon.entities.relationship import relationship_entity
from tests.fakes.mastodon.entities.status import status_entity
from tests.fakes.mastodon.model.account import Field
from tests.fakes.mastodon.model.errors import ApiError, not_found
from tests.fakes.mastodon.model.limits import FOLLOWS
from tests.fakes.mastodon.model.markup import hashtags
from tests.fakes.mastodon.model.relating import block, follow, mute, unfollow
from tests.fakes.mastodon.model.visibility import listed
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.paging import ACCOUNTS, STATUSES, page
from tests.fakes.mastodon.web.params import leading_number

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status

_FILTERS = ("pinned", "tagged", "only_media", "exclude_replies", "exclude_reblogs")
_MAX_FIELDS = 4


def _verify(call: Call) -> Response:
    return ok(credential_entity(call.world, call.user))


def _update(call: Call) -> Response:
    account, params = call.user, call.params
    if (name := params.get("display_name")) is not None:
        account.display_name = name
    if (note := params.get("note")) is not None:
        account.note = note
    for name, attribute in _FLAGS.items():
        if (value := params.flag(name)) is not None:
            setattr(account, attribute, value)
    names = [params.get(f"fields_attributes[{n}][name]") for n in range(_MAX_FIELDS)]
    values = [params.text(f"fields_attributes[{n}][value]") for n in range(_MAX_FIELDS)]
    given = [Field(name, value) for name, value in zip(names, values, strict=True) if name]
    if any(name is not None for name in names):
        account.fields = tuple(given)
    return _verify(call)


_FLAGS = {
    "locked": "is_locked",
    "bot": "is_bot",
    "discoverable": "is_discoverable",
    "indexable": "is_indexable",
    "hide_collections": "hides_collections",
}


def _lookup(call: Call) -> Response:
    account = call.world.find(call.params.text("acct"))
    if account is None:
        raise not_found()
    return ok(account_entity(call.world, account))


def _show(call: Call) -> Response:
    return ok(account_entity(call.world, call.account()))


def _several(call: Call) -> Response:
    return ok([account_entity(call.world, account) for account in _named(call)])


def _relationships(call: Call) -> Response:
    shown = [
        account
        for account in _named(call)
        if call.params.flag("with_suspended") or not account.is_suspended
    ]
    return ok([relationship_entity(call.world, call.user, account) for account in shown])


def _named(call: Call) -> list[Account]:
    single = call.params.get("id")
    ids = call.params.all("id") or ([single] if single else [])
    known = call.world.accounts.by_id
    found = (known.get(leading_number(one)) for one in dict.fromkeys(ids))
    return [account for account in found if account is not None]


def _statuses(call: Call) -> Response:
    world = call.world
    shown = [
        status for status in listed(world, call.viewer, call.account()) if _passes(call, status)
    ]
    cut = page(shown, lambda status: status.id, call.params, STATUSES)
    entities = [status_entity(world, call.viewer, status) for status in cut.items]
    return ok(entities, cut.links(call, _FILTERS))


def _passes(call: Call, status: Status) -> bool:
    params = call.params
    answers_another = status.is_reply and status.reply_account is not status.account
    tag = params.get("tagged")
    return not (
        (params.flag("exclude_replies") and answers_another)
        or (params.flag("exclude_reblogs") and status.reblog_of is not None)
        or (tag and tag.lower() not in hashtags(status.text))
        or params.flag("only_media")
        or params.flag("pinned")
    )


def _followers(call: Call) -> Response:
    whom = call.account()
    follows = call.world.relations.follows.items()
    return _people(call, whom, {edge.id: who for (who, one), edge in follows if one is whom})


def _following(call: Call) -> Response:
    who = call.account()
    follows = call.world.relations.follows.items()
    return _people(call, who, {edge.id: whom for (one, whom), edge in follows if one is who})


def _people(call: Call, of: Account, by_edge: dict[int, Account]) -> Response:
    is_hidden = of.is_suspended or (of.hides_collections and call.viewer is not of)
    cut = page([] if is_hidden else list(by_edge), lambda edge: edge, call.params, ACCOUNTS)
    entities = [account_entity(call.world, by_edge[edge]) for edge in cut.items]
    return ok(entities, cut.links(call))


def _follow(call: Call) -> Response:
    standing = call.limits.count_act("follows", FOLLOWS, call.user.id)
    if standing is not None and standing.is_over:
        raise ApiError(429, "too_many_requests", headers=standing.headers)
    follow(
        call.world,
        call.user,
        call.account(),
        call.world.now(),
        shows_reblogs=call.params.flag("reblogs"),
        notifies=call.params.flag("notify"),
    )
    return _standing(call)


def _unfollow(call: Call) -> Response:
    unfollow(call.world, call.user, call.account())
    return _standing(call)


def _drop_follower(call: Call) -> Response:
    unfollow(call.world, call.account(), call.user)
    return _standing(call)


def _block(call: Call) -> Response:
    block(call.world, call.user, call.account())
    return _standing(call)


def _unblock(call: Call) -> Response:
    call.world.relations.blocks.pop((call.user, call.account()), None)
    return _standing(call)


def _mute(call: Call) -> Response:
    seconds = call.params.number("duration")
    mute(
        call.world,
        call.user,
        call.account(),
        hides_notifications=call.params.flag("notifications") is not False,
        until=call.world.now() + timedelta(seconds=seconds) if seconds else None,
    )
    return _standing(call)


def _unmute(call: Call) -> Response:
    call.world.relations.mutes.pop((call.user, call.account()), None)
    return _standing(call)


def _standing(call: Call) -> Response:
    return ok(relationship_entity(call.world, call.user, call.account()))


_READ = ("read", "read:accounts")
_MAY_FOLLOW = ("write", "write:follows", "follow")
_MAY_BLOCK = ("write", "write:blocks", "follow")
_MAY_MUTE = ("write", "write:mutes", "follow")
_V1 = "/api/v1/accounts"

ENDPOINTS = (
    Endpoint("GET", f"{_V1}/verify_credentials", _verify, ("profile", *_READ)),
    Endpoint("PATCH", f"{_V1}/update_credentials", _update, ("write", "write:accounts")),
    Endpoint("GET", f"{_V1}/lookup", _lookup, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/relationships", _relationships, ("read", "read:follows", "follow")),
    Endpoint("GET", _V1, _several, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}", _show, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/statuses", _statuses, ("read", "read:statuses"), is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/followers", _followers, _READ, is_public=True),
    Endpoint("GET", f"{_V1}/{{id}}/following", _following, _READ, is_public=True),
    Endpoint("POST", f"{_V1}/{{id}}/follow", _follow, _MAY_FOLLOW),
    Endpoint("POST", f"{_V1}/{{id}}/unfollow", _unfollow, _MAY_FOLLOW),
    Endpoint("POST", f"{_V1}/{{id}}/remove_from_followers", _drop_follower, _MAY_FOLLOW),
    Endpoint("POST", f"{_V1}/{{id}}/block", _block, _MAY_BLOCK),
    Endpoint("POST", f"{_V1}/{{id}}/unblock", _unblock, _MAY_BLOCK),
    Endpoint("POST", f"{_V1}/{{id}}/mute", _mute, _MAY_MUTE),
    Endpoint("POST", f"{_V1}/{{id}}/unmute", _unmute, _MAY_MUTE),
)
