from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx  # noqa: TID251 (nothing leaves the process)
import pytest

from bot.domain.people.identity import AccountKey, NetworkName
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon, Mode

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.notification import Choice

pytestmark = pytest.mark.anyio

BOT = AccountKey(NetworkName.MASTODON, "bot@mastodon.example")


@pytest.fixture
def server() -> Mastodon:
    server = Mastodon(BASE, clock=HandClock(NOW))
    for name in ("me", "bot"):
        server.sign_up(name)
    return server


def lacks(scope: str) -> str:
    return (
        f"The sign-in lacks the scope {scope}. Sign in again: terrasse login @me@mastodon.example"
    )


async def told(server: Mastodon, *scopes: str, sender: AccountKey | None = None) -> list[str]:
    me = server.world.find("me")
    assert me is not None
    token = server.token(me, *scopes)
    return list(await network_of(server, me, secret=lambda: token).shortcomings(sender))


async def test_a_token_with_all_scopes_lacks_none(server: Mastodon) -> None:
    assert await told(server) == []


async def test_each_scope_that_is_missing_is_named(server: Mastodon) -> None:
    said = await told(server, "profile", "read:accounts", "read:statuses", "read:follows")

    assert said == [lacks("read:notifications"), lacks("read:favourites")]


async def test_a_bot_that_one_does_not_follow_is_filtered(server: Mastodon) -> None:
    (said,) = await told(server, sender=BOT)

    assert "follow @bot@mastodon.example, or accept them" in said


async def test_a_bot_that_one_follows_is_seen(server: Mastodon) -> None:
    me, bot = server.world.find("me"), server.world.find("bot")
    assert me is not None
    assert bot is not None
    server.follow(me, bot)

    assert await told(server, sender=BOT) == []


async def test_a_policy_that_accepts_hides_nobody(server: Mastodon) -> None:
    me = server.world.find("me")
    assert me is not None
    server.world.inbox.policy(me).for_private_mentions = "accept"

    assert await told(server, sender=BOT) == []


READING = ("profile", "read")


async def hindered(server: Mastodon, *scopes: str) -> list[str]:
    me = server.world.find("me")
    assert me is not None
    token = server.token(me, *scopes)
    return list(await network_of(server, me, secret=lambda: token).hindrances())


@pytest.mark.parametrize("scope", ["write", "write:statuses"])
async def test_a_token_that_may_write_is_not_hindered_and_writes_nothing(
    server: Mastodon, scope: str
) -> None:
    assert await hindered(server, *READING, scope) == []

    me = server.world.find("me")
    assert me is not None
    assert server.world.statuses.by(me) == []


@pytest.mark.parametrize("scope", ["follow", "write:favourites"])
async def test_a_token_that_may_not_write_is_told_of(server: Mastodon, scope: str) -> None:
    assert await hindered(server, *READING, scope) == [lacks("write:statuses")]


async def test_an_app_that_was_made_without_the_scope_tells_it(server: Mastodon) -> None:
    """A server that looks for the status before it looks at the scope."""
    server.world.keyring.register("Tests", scopes=("read", "profile"))
    server.faults.add(Mode.HTML, "DELETE .*")

    (said,) = await hindered(server)

    assert "write:statuses" in said


async def test_a_bot_that_cannot_read_what_it_is_told_is_hindered(server: Mastodon) -> None:
    said = await hindered(server, "profile", "read:accounts", "read:statuses", "write:statuses")

    assert said == [lacks("read:notifications")]


async def test_an_account_without_a_secret_cannot_send(server: Mastodon) -> None:
    me = server.world.find("me")
    assert me is not None

    (said,) = await network_of(server, me, secret=None).hindrances()

    assert "no secret" in said


FIELDS = {
    "for_not_following": "people you do not follow",
    "for_not_followers": "people who do not follow you",
    "for_new_accounts": "new accounts",
    "for_private_mentions": "private mentions",
    "for_limited_accounts": "limited by moderators",
    "for_bots": "automated accounts",
}


@pytest.mark.parametrize("choice", ["filter", "drop"])
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("followed", [False, True])
async def test_a_digest_would_arrive_as_the_server_decides(
    server: Mastodon, field: str, choice: Choice, *, followed: bool
) -> None:
    me, bot = server.world.find("me"), server.world.find("bot")
    assert me is not None
    assert bot is not None
    bot.is_bot = bot.is_limited = True
    bot.created_at = NOW - timedelta(days=3)
    policy = server.world.inbox.policy(me)
    for name in FIELDS:
        setattr(policy, name, choice if name == field else "accept")
    if followed:
        server.follow(me, bot)
    server.post(bot, "@me Your digest", visibility="direct")
    arrived = [note for note in server.world.inbox.of(me) if not note.is_filtered]

    said = await told(server, sender=BOT)

    assert bool(said) == (not arrived)
    assert all(FIELDS[field] in sentence and "would not arrive" in sentence for sentence in said)


@pytest.mark.parametrize(("chosen", "is_told"), [(True, True), ("true", True), (False, False)])
async def test_a_policy_of_version_one_is_read(
    server: Mastodon, *, chosen: object, is_told: bool
) -> None:
    me = server.world.find("me")
    assert me is not None

    class FirstVersion(Loopback):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == "/api/v2/notifications/policy":
                return httpx.Response(404, stream=httpx.ByteStream(b"{}"), request=request)
            if request.url.path == "/api/v1/notifications/policy":
                body = json.dumps({"filter_private_mentions": chosen}).encode()
                return httpx.Response(200, stream=httpx.ByteStream(body), request=request)
            return await super().handle_async_request(request)

    said = await network_of(server, me, FirstVersion(server)).shortcomings(BOT)

    assert is_told == bool(said)
