"""The server's door: counts requests, finds who asks, and who answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from tests.fakes.mastodon.model.errors import ApiError
from tests.fakes.mastodon.model.limits import Asked
from tests.fakes.mastodon.web import (
    accounts,
    consent,
    discovery,
    lists,
    notifications,
    oauth,
    statuses,
    timelines,
)
from tests.fakes.mastodon.web.call import Call, Endpoint, ok
from tests.fakes.mastodon.web.params import Params, params_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tests.fakes.mastodon.faults import Fault
    from tests.fakes.mastodon.model.limits import Limits, Standing
    from tests.fakes.mastodon.model.tokens import Token
    from tests.fakes.mastodon.model.world import World

_PARTS = (accounts, lists, statuses, timelines, notifications, oauth, consent, discovery)
_PAGING = ("page", "min_id", "max_id", "since_id")


class Route:
    """A path with places for ids."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", endpoint.path))

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The ids in a path, if it is this one."""
        if method != self.endpoint.method:
            return None
        found = self._pattern.fullmatch(path)
        return found.groupdict() if found else None


ROUTES = tuple(Route(endpoint) for part in _PARTS for endpoint in part.ENDPOINTS)


class Site:
    """Answers requests."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits

    async def answer(self, request: Request, fault: Fault | None = None) -> Response:
        """Do what is asked, or say why not."""
        try:
            params = await params_of(request)
        except ValueError:  # the body is no JSON, or no text
            return ok({"error": "Bad Request"}, status=400)
        path = request.url.path.removesuffix("/") or "/"
        token = self._token(request, params)
        standing = self._count(request, path, params, token)
        headers = standing.headers if standing is not None and path.startswith("/api") else {}
        if standing is not None and standing.is_over:
            error = ApiError(429, "too_many_requests")
            return ok(error.body(self._world.locale), standing.headers, 429)
        call = Call(
            world=self._world,
            limits=self._limits,
            method=request.method,
            path=path,
            variables={},
            params=params,
            headers=dict(request.headers),
            token=token,
            fault=fault,
            answer_headers=dict(headers),
        )
        response = self._act(call)
        for name, value in call.answer_headers.items():
            response.headers.setdefault(name, value)
        return response

    def _act(self, call: Call) -> Response:
        for route in ROUTES:
            variables = route.match(call.method, call.path)
            if variables is not None:
                call.variables = variables
                try:
                    return route.endpoint(call)
                except ApiError as error:
                    return _told(call, error)
        return _nowhere(call)

    def _token(self, request: Request, params: Params) -> Token | None:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            text = params.text("access_token")
        return self._world.keyring.tokens.get(text)

    def _count(
        self, request: Request, path: str, params: Params, token: Token | None
    ) -> Standing | None:
        known = token if token is not None and not token.is_revoked else None
        return self._limits.count(
            Asked(
                method=request.method,
                path=path,
                is_paging=any(params.get(name) for name in _PAGING),
                token=known,
                address=request.client.host if request.client else "",
            )
        )


def _told(call: Call, error: ApiError) -> Response:
    if error.status >= 500:
        return HTMLResponse(PAGE, error.status)
    headers = error.headers
    return ok(error.body(call.locale), headers, error.status)


def _nowhere(call: Call) -> Response:
    if "json" in call.headers.get("accept", ""):
        return ok({"error": "Not Found"}, status=404)
    return HTMLResponse(PAGE, 404)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Mastodon</title></head>
<body class="error"><div class="dialog"><p>Something is not right here.</p></div></body></html>
"""
