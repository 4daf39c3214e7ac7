from __future__ import annotations

import pytest

from bot.domain.people.identity import AccountKey, NetworkName
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon, Mode

pytestmark = pytest.mark.anyio

BOT = AccountKey(NetworkName.MASTODON, "bot@mastodon.example")


@pytest.fixture
def server() -> Mastodon:
    server = Mastodon(BASE, clock=HandClock(NOW))
    for name in ("me", "bot"):
        server.sign_up(name)
    return server


async def told(server: Mastodon, *scopes: str, sender: AccountKey | None = None) -> list[str]:
    me = server.world.find("me")
    assert me is not None
    token = server.token(me, *scopes)
    return list(await network_of(server, me, secret=lambda: token).shortcomings(sender))


async def test_a_token_with_all_scopes_lacks_none(server: Mastodon) -> None:
    assert await told(server) == []


async def test_each_scope_that_is_missing_is_named(server: Mastodon) -> None:
    said = await told(server, "profile", "read:accounts", "read:statuses", "read:follows")

    assert said == [
        "The token lacks the scope read:notifications: make one that has it.",
        "The token lacks the scope read:favourites: make one that has it.",
    ]


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
    assert await hindered(server, *READING, scope) == [
        "The token lacks the scope write:statuses: make one that has it."
    ]


async def test_an_app_that_was_made_without_the_scope_tells_it(server: Mastodon) -> None:
    """A server that looks for the status before it looks at the scope."""
    server.world.keyring.register("Tests", scopes=("read", "profile"))
    server.faults.add(Mode.HTML, "DELETE .*")

    (said,) = await hindered(server)

    assert "write:statuses" in said


async def test_a_bot_that_cannot_read_what_it_is_told_is_hindered(server: Mastodon) -> None:
    said = await hindered(server, "profile", "read:accounts", "read:statuses", "write:statuses")

    assert said == ["The token lacks the scope read:notifications: make one that has it."]


async def test_an_account_without_a_secret_cannot_send(server: Mastodon) -> None:
    me = server.world.find("me")
    assert me is not None

    (said,) = await network_of(server, me, secret=None).hindrances()

    assert "no secret" in said
