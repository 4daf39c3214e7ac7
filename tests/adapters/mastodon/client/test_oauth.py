"""Signing in, on a server that knows PKCE and on one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.mastodon import oauth
from bot.errors import SignInError
from tests.adapters.mastodon.in_process import Loopback, StageClock, client_of, session_of
from tests.adapters.mastodon.stage import BASE, NOW
from tests.fakes.mastodon import HandClock, Mastodon, Mode, client

if TYPE_CHECKING:
    from adapters.http import Client

CALLBACK = "http://127.0.0.1:8123/back"


class SigningIn:
    """Camille, in front of the page that a request names."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.camille = self.server.sign_up("camille", password="an allotment")  # noqa: S106
        self.transport = Loopback(self.server)
        self.clock = StageClock(self.hand)
        self.client: Client = client_of(self.transport)

    async def begin(self, scopes: tuple[str, ...] = oauth.READING) -> oauth.Request:
        app = await oauth.register(
            lambda: session_of(self.transport), BASE, scopes=scopes, redirect_uri=CALLBACK
        )
        return await oauth.begin(self.client, self.clock, app)

    async def answer(self, request: oauth.Request, decision: str = "allow") -> str:
        """Where the browser ends up."""
        parts = urlsplit(request.url)
        form = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form |= {"username": "camille", "password": "an allotment", "decision": decision}
        async with client(self.server) as browser:
            sent_back = await browser.post(parts.path, data=form)
        return sent_back.headers["location"]

    async def finish(self, request: oauth.Request, returned: str) -> oauth.Granted:
        code = oauth.code_from(request, returned)
        return await oauth.finish(self.client, self.clock, request, code)


@pytest.fixture
def signing_in() -> SigningIn:
    return SigningIn()


async def test_a_token_is_good_for_what_was_asked(signing_in: SigningIn) -> None:
    request = await signing_in.begin(oauth.SENDING)
    granted = await signing_in.finish(request, await signing_in.answer(request))

    assert request.verifier is not None
    assert "code_challenge_method=S256" in request.url
    assert oauth.SENDING == granted.scopes
    assert signing_in.camille is signing_in.server.world.keyring.tokens[granted.token].account
    assert granted.token not in repr(granted)


async def test_an_old_server_is_asked_without_pkce(signing_in: SigningIn) -> None:
    signing_in.server.faults.add(Mode.HTML, "GET /.well-known/oauth-authorization-server")
    request = await signing_in.begin()

    granted = await signing_in.finish(request, await signing_in.answer(request))

    assert request.verifier is None
    assert granted.token


async def test_an_answer_to_another_sign_in_is_refused(signing_in: SigningIn) -> None:
    request, other = await signing_in.begin(), await signing_in.begin()
    returned = await signing_in.answer(other)

    with pytest.raises(SignInError, match="another sign-in"):
        oauth.code_from(request, returned)


async def test_a_no_is_told(signing_in: SigningIn) -> None:
    request = await signing_in.begin()
    returned = await signing_in.answer(request, "deny")

    with pytest.raises(SignInError, match="denied"):
        oauth.code_from(request, returned)


async def test_a_code_is_good_once(signing_in: SigningIn) -> None:
    request = await signing_in.begin()
    returned = await signing_in.answer(request)
    await signing_in.finish(request, returned)

    with pytest.raises(SignInError):
        await signing_in.finish(request, returned)
