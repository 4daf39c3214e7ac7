"""The server as tests use it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import anyio
from starlette.requests import Request

from tests.fakes.mastodon.control import Control
from tests.fakes.mastodon.faults import Faults, Mode
from tests.fakes.mastodon.model import posting, reacting, relating
from tests.fakes.mastodon.model.account import Account
from tests.fakes.mastodon.model.clock import WallClock
from tests.fakes.mastodon.model.limits import Limits
from tests.fakes.mastodon.model.posting import Draft
from tests.fakes.mastodon.model.tokens import SCOPES
from tests.fakes.mastodon.model.world import World
from tests.fakes.mastodon.web.mishap import (
    UNDONE,
    UNSAID,
    altered,
    cut,
    dripped,
    instead,
    truncated,
)
from tests.fakes.mastodon.web.site import Site

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.types import Receive, Scope, Send

    from tests.fakes.mastodon.model.clock import Clock
    from tests.fakes.mastodon.model.status import Status

_AN_ORDINARY_AGE = timedelta(days=400)


class Mastodon:
    """A server, and an ASGI app.

    `base` is where its pages are; `domain` is what stands in addresses, the host of `base`
    unless given. `secret` opens the control path, for a server in a process of its own.
    `limits.is_on = False` lets every request pass.
    """

    def __init__(
        self,
        base: str = "https://mastodon.example",
        *,
        domain: str | None = None,
        clock: Clock | None = None,
        locale: str = "en",
        secret: str | None = None,
    ) -> None:
        clock = clock or WallClock()
        host = urlsplit(base).netloc
        self.world = World(clock=clock, base=base, domain=domain or host, locale=locale)
        self.limits = Limits(clock)
        self.faults = Faults()
        self._site = Site(self.world, self.limits)
        self._control = Control(self, secret) if secret else None

    def sign_up(self, username: str, **profile: Any) -> Account:  # noqa: ANN401 (Account's fields)
        """Make an account here, four hundred days old unless said otherwise."""
        return self._add(username, None, profile)

    def meet(self, acct: str, **profile: Any) -> Account:  # noqa: ANN401 (Account's fields)
        """Learn of an account on another server."""
        username, _, domain = acct.partition("@")
        return self._add(username, domain, profile)

    def token(self, account: Account, *scopes: str) -> str:
        """A token for somebody, with all ordinary scopes unless some are named."""
        granted = scopes or SCOPES
        keyring, name = self.world.keyring, "Tests"
        app = next((one for one in keyring.apps.values() if one.name == name), None)
        app = app or keyring.register(name, scopes=SCOPES)
        return keyring.issue(app, account, granted, self.world.now()).text

    def post(
        self,
        author: Account,
        text: str,
        *,
        at: datetime | None = None,
        **draft: Any,  # noqa: ANN401 (Draft's fields)
    ) -> Status:
        """Let somebody say something, now or earlier; remote people speak HTML.

        Notifications get the ids of the order in which they are made, whatever their date:
        post an older thing before a younger one.
        """
        return posting.post(self.world, author, Draft(text=text, **draft), self._at(at))

    def edit(self, status: Status, text: str, *, at: datetime | None = None) -> None:
        """Change what somebody said."""
        posting.edit(self.world, status, text, self._at(at))

    def delete(self, status: Status) -> None:
        """Take back what somebody said."""
        posting.delete(self.world, status)

    def favourite(self, who: Account, status: Status, *, at: datetime | None = None) -> None:
        """Let somebody like a status."""
        reacting.favourite(self.world, who, status, self._at(at))

    def boost(self, who: Account, status: Status, *, at: datetime | None = None) -> Status:
        """Let somebody boost a status."""
        return reacting.boost(self.world, who, status, self._at(at), "public")

    def follow(self, who: Account, whom: Account, *, at: datetime | None = None) -> None:
        """Let somebody follow somebody, or ask to."""
        relating.follow(self.world, who, whom, self._at(at))

    def block(self, who: Account, whom: Account) -> None:
        """Let somebody block somebody."""
        relating.block(self.world, who, whom)

    def mute(self, who: Account, whom: Account) -> None:
        """Let somebody mute somebody."""
        relating.mute(self.world, who, whom)

    def _at(self, at: datetime | None) -> datetime:
        return at or self.world.now()

    def _add(self, username: str, domain: str | None, profile: dict[str, Any]) -> Account:
        created_at = profile.pop("created_at", self.world.now() - _AN_ORDINARY_AGE)
        account = Account(
            id=self.world.snowflakes.at(created_at),
            username=username,
            domain=domain,
            created_at=created_at,
            **profile,
        )
        self.world.accounts.by_id[account.id] = account
        return account

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI app."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        request = Request(scope, receive)
        if self._control is not None and self._control.concerns(request):
            response = await self._control.answer(request)
            await response(scope, receive, send)
            return
        self.world.settle()
        await self._answer(request, send)

    async def _answer(self, request: Request, send: Send) -> None:
        fault = self.faults.take(request.method, request.url.path)
        mode = fault.mode if fault else None
        if mode in UNDONE:
            await request.body()
            if mode is Mode.HALF_OPEN:
                await anyio.sleep_forever()
            cut(send)
        response = instead(mode, self.world.now()) if mode else None
        response = response or await self._site.answer(request, fault)
        if mode in UNSAID:
            cut(send)
        if fault is not None and mode is not None:
            response = altered(mode, request, response)
        if fault is not None and mode is Mode.DRIP:
            await dripped(send, response, fault.seconds)
        elif mode is Mode.TRUNCATED:
            await truncated(send, response)
        else:
            await response(request.scope, request.receive, send)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
