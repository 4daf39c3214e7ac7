"""What the server says of itself, and where its addresses lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from tests.fakes.mastodon.entities.instance import instance_v1, instance_v2, nodeinfo, webfinger
from tests.fakes.mastodon.web.call import Call, Endpoint, ok

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"


def _v1(call: Call) -> Response:
    return ok(instance_v1(call.world))


def _v2(call: Call) -> Response:
    return ok(instance_v2(call.world))


def _nodeinfos(call: Call) -> Response:
    return ok({"links": [{"rel": _SCHEMA, "href": f"{call.world.base}/nodeinfo/2.0"}]})


def _nodeinfo(call: Call) -> Response:
    return ok(nodeinfo(call.world))


def _webfinger(call: Call) -> Response:
    resource = call.params.get("resource")
    if not resource:
        return Response(status_code=400)
    account = _meant(call, resource)
    if account is None or not account.is_local:
        return Response(status_code=404)
    if account.is_suspended:
        return Response(status_code=410)
    answer = ok(webfinger(call.world, account))
    answer.headers["content-type"] = "application/jrd+json; charset=utf-8"
    return answer


def _meant(call: Call, resource: str) -> Account | None:
    world = call.world
    if resource.startswith("http"):
        known = {world.profile(one): one for one in world.accounts}
        return known.get(resource) or {world.uri(one): one for one in world.accounts}.get(resource)
    address = resource.removeprefix("acct:")
    return world.find(address) if "@" in address.removeprefix("@") else None


def _host_meta(call: Call) -> Response:
    template = f"{call.world.base}/.well-known/webfinger?resource={{uri}}"
    return Response(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">'
        f'<Link rel="lrdd" template="{template}"/></XRD>',
        media_type="application/xrd+xml",
    )


ENDPOINTS = (
    Endpoint("GET", "/api/v1/instance", _v1),
    Endpoint("GET", "/api/v2/instance", _v2),
    Endpoint("GET", "/.well-known/nodeinfo", _nodeinfos),
    Endpoint("GET", "/nodeinfo/2.0", _nodeinfo),
    Endpoint("GET", "/.well-known/webfinger", _webfinger),
    Endpoint("GET", "/.well-known/host-meta", _host_meta),
)
