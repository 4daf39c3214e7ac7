"""People whom the owner's notification policy holds back talk with the owner nevertheless."""

from __future__ import annotations

from datetime import timedelta

from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon, client


async def test_who_waits_among_the_filtered_requests_is_read() -> None:
    server = Mastodon(BASE, clock=HandClock(NOW))
    me, alice = server.sign_up("me"), server.sign_up("alice")
    server.world.inbox.policy(me).for_not_following = "filter"
    server.post(alice, "@me Tomatoes?", at=NOW - timedelta(days=1))
    server.post(alice, "@me Psst", at=NOW - timedelta(hours=1), visibility="direct")
    network = network_of(server, me)

    found = [one async for page in network.history(None) for one in page.interactions]
    letters = [one async for one in network.direct_messages(None)]

    async with client(server, server.token(me)) as app:
        shown = (await app.get("/api/v1/notifications")).json()
        held = (await app.get("/api/v1/notifications/requests")).json()
    assert ([], ["alice"]) == (shown, [one["account"]["acct"] for one in held])
    assert {"@me Tomatoes?", "@me Psst"} == {one.text for one in found}
    assert ["Psst"] == [one.text for one in letters]
