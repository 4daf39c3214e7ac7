"""The small Mastodon, asked without a network, as the guarded client would."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import httpx  # noqa: TID251 (nothing leaves the process)
import requests  # noqa: TID251 (nothing leaves the process)

from adapters.http import Client, GuardedTransport
from adapters.http.failure import UnansweredError
from adapters.http.requests_adapter import GuardedAdapter
from adapters.http.sync import SyncTransport
from tests.fakes.mastodon import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.fakes.mastodon import HandClock, Mastodon

    Alter = Callable[[httpx.Request, bytes], bytes]


class Loopback(InProcess):
    """Fails as the guarded transport does; `alter` may change a body, `heard` hears each status.

    `date` is what every answer says of the server's time.
    """

    def __init__(self, server: Mastodon, alter: Alter | None = None, date: str = "") -> None:
        super().__init__(server)
        self._alter = alter
        self._date = [("date", date)] if date else []
        self.heard: Callable[[int], None] = lambda _status: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = await super().handle_async_request(request)
        except httpx.ReadError as error:
            raise UnansweredError(str(error)) from error
        self.heard(answer.status_code)
        content = await answer.aread()
        if self._alter is not None:
            content = self._alter(request, content)
        headers = self._date + [
            (k, v) for k, v in answer.headers.multi_items() if k != "content-length"
        ]
        stream = httpx.ByteStream(content)  # which is still to be read
        return httpx.Response(answer.status_code, headers=headers, stream=stream, request=request)


def client_of(transport: Loopback) -> Client:
    return Client(cast("GuardedTransport", transport))


def session_of(transport: Loopback) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", GuardedAdapter(SyncTransport(transport)))
    return session


class StageClock:
    """The port's clock, going with a server's: to sleep is to let its time pass."""

    def __init__(self, hand: HandClock) -> None:
        self._hand = hand

    def now(self) -> datetime:
        return self._hand.now()

    async def sleep(self, seconds: float) -> None:
        self._hand.advance(timedelta(seconds=seconds))
