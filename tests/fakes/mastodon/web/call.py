"""One request on its way, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response

from tests.fakes.mastodon.model.errors import ApiError, not_found, unauthorized
from tests.fakes.mastodon.model.visibility import may_see
from tests.fakes.mastodon.web.params import Params, leading_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.mastodon.faults import Fault
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.limits import Limits
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.model.tokens import Token
    from tests.fakes.mastodon.model.world import World


@dataclass(slots=True, kw_only=True)
class Call:
    """A request: by whom, for what. `fault` is what a test has in store for it."""

    world: World
    limits: Limits
    method: str
    path: str
    variables: dict[str, str]
    params: Params
    headers: dict[str, str]
    token: Token | None
    fault: Fault | None = None
    answer_headers: dict[str, str] = field(default_factory=dict)

    @property
    def viewer(self) -> Account | None:
        """Who asks, if anybody."""
        return self.token.account if self.token else None

    @property
    def user(self) -> Account:
        """Who asks, where somebody must.

        Raises:
            ApiError: nobody does, or not somebody who may.
        """
        if self.viewer is None:
            raise ApiError(422, "user_needed")
        return self.viewer

    @property
    def locale(self) -> str:
        """The language of messages: asked for, the user's, or the browser's."""
        if chosen := self.params.get("lang"):
            return chosen
        if self.viewer is not None:
            return self.viewer.locale
        accepted = self.headers.get("accept-language", "")
        return accepted[:2] if accepted and accepted != "*" else self.world.locale

    def account(self, name: str = "id") -> Account:
        """The account that the path names.

        Raises:
            ApiError: there is none.
        """
        found = self.world.accounts.by_id.get(leading_number(self.variables[name]))
        if found is None:
            raise not_found()
        return found

    def status(self, name: str = "id") -> Status:
        """The status that the path names, if the one who asks may see it.

        Raises:
            ApiError: there is none for them.
        """
        found = self.world.statuses.get(leading_number(self.variables[name]))
        if found is None or not may_see(self.world, self.viewer, found):
            raise not_found()
        return found

    def own_status(self) -> Status:
        """The status that the path names, if it is theirs who ask.

        Raises:
            ApiError: there is none of theirs.
        """
        found = self.world.statuses.get(leading_number(self.variables["id"]))
        if found is None or found.account is not self.user:
            raise not_found()
        return found


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers a request.

    One of `scopes` must be granted; without any, none is asked for. Where `is_public`, also
    those who are not signed in get an answer.
    """

    method: str
    path: str
    act: Callable[[Call], Response]
    scopes: tuple[str, ...] = ()
    is_public: bool = False

    def __call__(self, call: Call) -> Response:
        """Let it answer those who may ask.

        Raises:
            ApiError: an answer that is an error.
        """
        if self.scopes:
            self._admit(call)
        return self.act(call)

    def _admit(self, call: Call) -> None:
        token = call.token
        if token is None:
            if self.is_public and "authorization" not in call.headers:
                return
            raise unauthorized()
        if token.is_revoked:
            raise unauthorized(is_revoked=True)
        if not token.permits(self.scopes):
            raise ApiError(403, "scope")
        if self.is_public:
            return
        if call.user.is_disabled:
            raise ApiError(403, "login_disabled")
        if call.user.is_pending:
            raise ApiError(403, "login_pending")


def ok(body: Any, headers: dict[str, str] | None = None, status: int = 200) -> Response:  # noqa: ANN401 (JSON)
    """An answer in JSON."""
    return Response(msgspec.json.encode(body), status, headers, "application/json")
