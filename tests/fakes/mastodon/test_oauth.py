from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes.mastodon import Mastodon, client
from tests.fakes.mastodon.web.oauth import challenge

if TYPE_CHECKING:
    from httpx import AsyncClient, Response  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account, HandClock

BACK = "https://app.example/back"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-long"


@pytest.fixture
async def app(anybody: AsyncClient) -> dict[str, Any]:
    made = await anybody.post(
        "/api/v1/apps",
        data={"client_name": "Test", "redirect_uris": BACK, "scopes": "read write:statuses"},
    )
    body: dict[str, Any] = made.json()
    return body


async def consent(anybody: AsyncClient, app: dict[str, Any], **changed: str) -> Response:
    form = {
        "client_id": app["client_id"],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "read",
        "state": "s t",
        "code_challenge": challenge(VERIFIER),
        "code_challenge_method": "S256",
        "username": "anna",
        "password": "correct horse",
        **changed,
    }
    return await anybody.post("/oauth/authorize", data=form)


def told(answer: Response) -> dict[str, str]:
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


async def redeem(
    anybody: AsyncClient, app: dict[str, Any], code: str, verifier: str = VERIFIER
) -> Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "code_verifier": verifier,
    }
    return await anybody.post("/oauth/token", data=form)


async def test_the_whole_way(
    anybody: AsyncClient, app: dict[str, Any], server: Mastodon, anna: Account
) -> None:
    answer = await consent(anybody, app)
    token = (await redeem(anybody, app, told(answer)["code"])).json()
    async with client(server, token["access_token"]) as api:
        me = (await api.get("/api/v1/accounts/verify_credentials")).json()
        refused = await api.post("/api/v1/statuses", json={"status": "x"})
        secrets = {name: app[name] for name in ("client_id", "client_secret")}
        await api.post("/oauth/revoke", data={**secrets, "token": token["access_token"]})
        after = await api.get("/api/v1/accounts/verify_credentials")

    assert "s t" == told(answer)["state"]
    assert ("Bearer", "read") == (token["token_type"], token["scope"])
    assert str(anna.id) == me["id"]
    assert (403, "This action is outside the authorized scopes") == (
        refused.status_code,
        refused.json()["error"],
    )
    assert (401, "The access token was revoked") == (after.status_code, after.json()["error"])


@pytest.mark.usefixtures("anna")
async def test_a_code_is_good_once_with_its_verifier_for_ten_minutes(
    anybody: AsyncClient, app: dict[str, Any], clock: HandClock
) -> None:
    code = told(await consent(anybody, app))["code"]
    late = told(await consent(anybody, app))["code"]

    answers = [
        await redeem(anybody, app, code, "another verifier"),
        await redeem(anybody, app, code),
        await redeem(anybody, app, code),
    ]
    clock.advance(timedelta(minutes=11))
    answers.append(await redeem(anybody, app, late))

    assert [400, 200, 400, 400] == [answer.status_code for answer in answers]
    assert "invalid_grant" == answers[0].json()["error"]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"password": "wrong"}, 401, None),
        ({"client_id": "unknown"}, 401, None),
        ({"redirect_uri": "https://elsewhere.example"}, 400, None),
        ({"scope": "push"}, 302, "invalid_scope"),
        ({"code_challenge_method": "plain"}, 302, "invalid_code_challenge_method"),
        ({"decision": "deny"}, 302, "access_denied"),
    ],
)
async def test_what_is_not_let_in(
    anybody: AsyncClient,
    app: dict[str, Any],
    changed: dict[str, str],
    status: int,
    error: str | None,
) -> None:
    answer = await consent(anybody, app, **changed)

    assert status == answer.status_code
    assert error is None or error == told(answer)["error"]


async def test_tokens_of_nobody_and_bad_ones(anybody: AsyncClient, app: dict[str, Any]) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
    }
    token = (await anybody.post("/oauth/token", data=form)).json()["access_token"]
    wrong = await anybody.post("/oauth/token", data={**form, "client_secret": "no"})
    path = "/api/v1/notifications"
    nobody = await anybody.get(path, headers={"authorization": f"Bearer {token}"})
    bad = await anybody.get(path, headers={"authorization": "Bearer no"})

    assert (401, "invalid_client") == (wrong.status_code, wrong.json()["error"])
    assert (422, "This method requires an authenticated user") == (
        nobody.status_code,
        nobody.json()["error"],
    )
    assert (401, "The access token is invalid") == (bad.status_code, bad.json()["error"])
    assert 'error="invalid_token"' in bad.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("state", "word"), [("is_disabled", "disabled"), ("is_pending", "pending")]
)
async def test_logins_that_are_held_back(
    api: AsyncClient, anna: Account, state: str, word: str
) -> None:
    setattr(anna, state, True)

    answer = await api.get("/api/v1/accounts/verify_credentials")

    assert 403 == answer.status_code
    assert word in answer.json()["error"]


async def test_addresses_may_have_another_host_than_pages(clock: HandClock) -> None:
    server = Mastodon("https://social.village.example", domain="village.example", clock=clock)
    anna = server.sign_up("anna")
    path = "/.well-known/webfinger?resource=acct:Anna@village.example"
    async with client(server) as api:
        found = (await api.get(path)).json()
        lost = await api.get("/.well-known/webfinger?resource=acct:nobody@village.example")
        instance = (await api.get("/api/v2/instance")).json()

    assert "acct:anna@village.example" == found["subject"]
    assert "https://social.village.example/@anna" in found["aliases"]
    assert f"https://social.village.example/ap/users/{anna.id}" in found["aliases"]
    assert (404, "village.example") == (lost.status_code, instance["domain"])
