"""Signing in, on a server that knows PKCE and on one that does not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.mastodon import oauth
from bot.errors import SignInError
from tests.adapters.mastodon.in_process import Loopback, StageClock, client_of
from tests.adapters.mastodon.stage import BASE, NOW
from tests.fakes.mastodon import HandClock, Mastodon, Mode, client

if TYPE_CHECKING:
    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.http import Client

CALLBACK = "http://127.0.0.1:8123/back"


class SigningIn:
    """Camille, in front of the page that a request names."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.camille = self.server.sign_up("camille", password="an allotment")  # noqa: S106
        self.metadata: dict[str, Any] = {}
        self.transport = Loopback(self.server, self._altered)
        self.clock = StageClock(self.hand)
        self.client: Client = client_of(self.transport)

    def _altered(self, request: httpx.Request, body: bytes) -> bytes:
        """Some servers say other things of themselves."""
        self.asked.append(f"{request.method} {request.url.copy_with(query=None)}")
        if not request.url.path.endswith("oauth-authorization-server") or not self.metadata:
            return body
        return json.dumps(json.loads(body) | self.metadata).encode()

    async def begin(self, scopes: tuple[str, ...] = oauth.READING) -> oauth.Request:
        app = await oauth.register(
            self.client, self.clock, BASE, scopes=scopes, redirect_uri=CALLBACK
        )
        return await oauth.begin(self.client, self.clock, app)

    async def answer(self, request: oauth.Request, decision: str = "allow", **altered: str) -> str:
        """Where the browser ends up; some servers let people grant less: `altered`."""
        parts = urlsplit(request.url)
        form = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form |= {"username": "camille", "password": "an allotment", "decision": decision}
        form |= altered
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


@pytest.mark.parametrize("missing", [scope for scope in oauth.SENDING if scope != "profile"])
async def test_a_token_that_grants_less_is_told_of_and_thrown_away(
    signing_in: SigningIn, missing: str
) -> None:
    request = await signing_in.begin(oauth.SENDING)
    scope = " ".join(name for name in oauth.SENDING if name != missing)
    returned = await signing_in.answer(request, scope=scope)

    with pytest.raises(SignInError, match=f"{missing} is missing"):
        await signing_in.finish(request, returned)

    tokens = signing_in.server.world.keyring.tokens.values()
    assert [True] == [token.is_revoked for token in tokens]


async def test_a_scope_that_is_part_of_another_is_granted_with_it(signing_in: SigningIn) -> None:
    app = await oauth.register(
        signing_in.client, signing_in.clock, BASE, scopes=("read", "write"), redirect_uri=CALLBACK
    )
    app = replace(app, scopes=oauth.SENDING)
    request = await oauth.begin(signing_in.client, signing_in.clock, app)
    returned = await signing_in.answer(request, scope="read write")

    assert ("read", "write") == (await signing_in.finish(request, returned)).scopes


async def test_a_code_is_good_once(signing_in: SigningIn) -> None:
    request = await signing_in.begin()
    returned = await signing_in.answer(request)
    await signing_in.finish(request, returned)

    with pytest.raises(SignInError):
        await signing_in.finish(request, returned)


FOREIGN = [
    "https://evil.example/oauth",
    "https://mastodon.example.evil.example/oauth",
    "https://evil.example#@mastodon.example/oauth",
    "https://mastodon.example@evil.example/oauth",
    "https://mastodon.example:8443/oauth",
    "http://mastodon.example/oauth",
    "//evil.example/oauth",
    "javascript:alert(1)",
    "https://[",
    "",
]


@pytest.mark.parametrize("address", FOREIGN)
async def test_no_address_on_another_host_is_used(signing_in: SigningIn, address: str) -> None:
    names = ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "issuer")
    signing_in.metadata = dict.fromkeys(names, address)
    request = await signing_in.begin()
    granted = await signing_in.finish(request, await signing_in.answer(request))
    await oauth.revoke(signing_in.client, signing_in.clock, request.app, granted.token)

    assert request.url.startswith(f"{BASE}/oauth/authorize?")
    assert all(asked.partition(" ")[2].startswith(f"{BASE}/") for asked in signing_in.asked)
    assert signing_in.server.world.keyring.tokens[granted.token].is_revoked


async def test_an_address_on_the_server_itself_is_used(signing_in: SigningIn) -> None:
    signing_in.metadata = {"authorization_endpoint": f"{BASE}/enter?theme=dark"}

    request = await signing_in.begin()

    assert request.url.startswith(f"{BASE}/enter?theme=dark&response_type=code&")


@pytest.mark.parametrize(
    ("told", "sent", "taken"),
    [
        (None, "", True),
        (None, f"&iss={BASE}", True),
        (None, f"&iss={BASE}/", True),
        (None, "&iss=https://evil.example", False),
        (None, f"&iss={BASE}&iss=https://evil.example", False),
        (True, "", False),
        (True, f"&iss={BASE}/", True),
    ],
)
async def test_an_answer_of_another_server_is_not_used(
    signing_in: SigningIn, *, told: bool | None, sent: str, taken: bool
) -> None:
    signing_in.metadata = {"authorization_response_iss_parameter_supported": told}
    request = await signing_in.begin()
    returned = await signing_in.answer(request) + sent

    if taken:
        assert oauth.code_from(request, returned)
    else:
        with pytest.raises(SignInError, match="not from"):
            oauth.code_from(request, returned)


async def test_two_codes_or_two_states_are_none(signing_in: SigningIn) -> None:
    request = await signing_in.begin()
    returned = await signing_in.answer(request)

    for more in ("&code=other", f"&state={request.state}"):
        with pytest.raises(SignInError):
            oauth.code_from(request, returned + more)


async def test_a_pasted_code_is_found_in_what_was_copied(signing_in: SigningIn) -> None:
    request = await signing_in.begin()
    code, state = "abc-DEF_123.~", request.state
    page = f"{BASE}/oauth/authorize/native?code={code}"
    pasted = [
        code,
        f"  {code[:5]}\n{code[5:]} ",
        f"{code}&state={state}",
        f"code={code}&state={state}",
        page,
        f"{page}&state={state}",
    ]

    assert [code] * len(pasted) == [oauth.code_pasted(request, text) for text in pasted]


@pytest.mark.parametrize(
    "pasted", ["", " ", "&state=x", "code=", f"{BASE}/oauth/authorize/native", "abc&state=another"]
)
async def test_what_is_no_code_of_this_sign_in_is_told(signing_in: SigningIn, pasted: str) -> None:
    request = await signing_in.begin()

    with pytest.raises(SignInError, match=r"no code|another sign-in"):
        oauth.code_pasted(request, pasted)
