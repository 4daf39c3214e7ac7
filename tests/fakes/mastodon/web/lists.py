"""Lists of one's own: whom one blocks and mutes, who asks to follow, what one liked; search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.account import account_entity
from tests.fakes.mastodon.entities.moment import timestamp
from tests.fakes.mastodon.entities.relationship import relationship_entity
from tests.fakes.mastodon.entities.status import status_entity, uri, url
from tests.fakes.mastodon.model.errors import ApiError
from tests.fakes.mastodon.model.relating import answer_request, block_domain
from tests.fakes.mastodon.model.visibility import may_see
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.paging import ACCOUNTS, STATUSES, page, page_size

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status

_DOMAINS = (100, 200)


def _blocks(call: Call) -> Response:
    edges = call.world.relations.blocks.items()
    return _accounts(call, {edge.id: whom for (who, whom), edge in edges if who is call.user})


def _mutes(call: Call) -> Response:
    relations, now = call.world.relations, call.world.now()
    mine = [whom for who, whom in relations.mutes if who is call.user]
    live = {whom: relations.mute(call.user, whom, now) for whom in mine}
    ids = {mute.id: whom for whom, mute in live.items() if mute}
    cut = page(ids, lambda edge: edge, call.params, ACCOUNTS)
    entities = []
    for edge in cut.items:
        until = relations.mutes[call.user, ids[edge]].until
        entity = account_entity(call.world, ids[edge])
        entities.append({**entity, "mute_expires_at": timestamp(until) if until else None})
    return ok(entities, cut.links(call))


def _requests(call: Call) -> Response:
    edges = call.world.relations.requests.items()
    return _accounts(call, {edge.id: who for (who, whom), edge in edges if whom is call.user})


def _authorize(call: Call) -> Response:
    return _answer(call, granted=True)


def _reject(call: Call) -> Response:
    return _answer(call, granted=False)


def _answer(call: Call, *, granted: bool) -> Response:
    answer_request(call.world, call.user, call.account(), call.world.now(), granted=granted)
    return ok(relationship_entity(call.world, call.user, call.account()))


def _accounts(call: Call, by_edge: dict[int, Account]) -> Response:
    cut = page(list(by_edge), lambda edge: edge, call.params, ACCOUNTS)
    entities = [account_entity(call.world, by_edge[edge]) for edge in cut.items]
    return ok(entities, cut.links(call))


def _domain_blocks(call: Call) -> Response:
    domains = call.world.relations.blocked_domains.get(call.user, [])
    cut = page(range(1, len(domains) + 1), lambda number: number, call.params, _DOMAINS)
    return ok([domains[number - 1] for number in cut.items], cut.links(call))


def _block_domain(call: Call) -> Response:
    block_domain(call.world, call.user, call.params.text("domain"))
    return ok({})


def _unblock_domain(call: Call) -> Response:
    domains = call.world.relations.blocked_domains.get(call.user, [])
    if call.params.text("domain") in domains:
        domains.remove(call.params.text("domain"))
    return ok({})


def _favourites(call: Call) -> Response:
    world, user = call.world, call.user
    liked = {like.favourites[user].id: like for like in world.statuses if user in like.favourites}
    cut = page(list(liked), lambda edge: edge, call.params, STATUSES)
    entities = [status_entity(world, user, liked[edge]) for edge in cut.items]
    return ok(entities, cut.links(call))


def _search(call: Call) -> Response:
    world, query = call.world, call.params.text("q").strip()
    if call.viewer is None and call.params.flag("resolve"):
        raise ApiError(401, "search_resolve")
    found = world.find(query) or _by_address(call, query)
    accounts = [found] if found else []
    if found is None and not query.startswith("http"):
        accounts = [one for one in world.accounts if query.lower() in one.acct.lower()]
    named = (one for one in world.statuses if query in {url(world, one), uri(world, one)})
    statuses = [one for one in named if _visible(call, one)]
    most = page_size(call.params, (20, 40))
    body: dict[str, list[Any]] = {
        "accounts": [account_entity(world, one) for one in accounts[:most]],
        "statuses": [status_entity(world, call.viewer, one) for one in statuses[:most]],
        "hashtags": [],
    }
    return ok(body)


def _by_address(call: Call, query: str) -> Account | None:
    world = call.world
    pages = {world.profile(one): one for one in world.accounts}
    return pages.get(query)


def _visible(call: Call, status: Status) -> bool:
    return may_see(call.world, call.viewer, status)


_BLOCKS = ("read", "read:blocks", "follow")
_MAY_BLOCK = ("write", "write:blocks", "follow")
_REQUESTS = "/api/v1/follow_requests"
_MAY_FOLLOW = ("write", "write:follows", "follow")

ENDPOINTS = (
    Endpoint("GET", "/api/v1/blocks", _blocks, _BLOCKS),
    Endpoint("GET", "/api/v1/mutes", _mutes, ("read", "read:mutes", "follow")),
    Endpoint("GET", "/api/v1/domain_blocks", _domain_blocks, _BLOCKS),
    Endpoint("POST", "/api/v1/domain_blocks", _block_domain, _MAY_BLOCK),
    Endpoint("DELETE", "/api/v1/domain_blocks", _unblock_domain, _MAY_BLOCK),
    Endpoint("GET", _REQUESTS, _requests, ("read", "read:follows", "follow")),
    Endpoint("POST", f"{_REQUESTS}/{{id}}/authorize", _authorize, _MAY_FOLLOW),
    Endpoint("POST", f"{_REQUESTS}/{{id}}/reject", _reject, _MAY_FOLLOW),
    Endpoint("GET", "/api/v1/favourites", _favourites, ("read", "read:favourites")),
    Endpoint("GET", "/api/v2/search", _search, ("read", "read:search"), is_public=True),
)
