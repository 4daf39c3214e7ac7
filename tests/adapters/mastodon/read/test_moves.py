"""Who has moved, and where, as a server shows it to who is signed in and to anybody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.people.identity import AccountKey, Flag, Move, NetworkName, Owner, OwnerId, Standing
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Act
from bot.services.collect.collecting import collect
from bot.services.owner.decisions import find_person, say_never
from bot.services.ranking.scene import current_scene
from tests.adapters.mastodon.in_process import Loopback, StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon
from tests.services.household import Household
from tests.stores import in_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.mastodon import MastodonNetwork
    from bot.domain.people.identity import Account
    from tests.fakes.mastodon import Account as Somebody


def key(acct: str) -> AccountKey:
    return AccountKey(NetworkName.MASTODON, acct)


FAR, NEAR, LAST = key("bruno@far.example"), key("bruno@new.example"), key("bruno@last.example")


class Village:
    """The owner's server, and Bruno on others; `alter` may change what the server says."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me = self.server.sign_up("me")
        self.far = self.server.meet(FAR.id, display_name="Bruno")
        self.near = self.server.meet(NEAR.id, display_name="Bruno Now")
        self.last = self.server.meet(LAST.id, display_name="Bruno At Last")
        self.alter: Callable[[Any], Any] = lambda said: said
        self.asked: list[str] = []
        self._transport = Loopback(self.server, self._altered)

    def network(self, **options: Any) -> MastodonNetwork:  # noqa: ANN401 (as the network takes them)
        return network_of(self.server, self.me, self._transport, **options)

    def talk(self, other: Somebody, weeks: int = 4) -> None:
        for _ in range(weeks):
            asked = self.server.post(
                other,
                f'<p><a href="{self.server.world.profile(self.me)}" class="u-url mention">@me</a> '
                "What about the seeds?</p>",
            )
            self.hand.advance(timedelta(minutes=5))
            self.server.post(self.me, f"@{other.acct} Soon.", reply_to=asked)
            self.hand.advance(timedelta(days=7))

    async def described(self, **options: Any) -> dict[AccountKey, Account]:  # noqa: ANN401
        pages = [page async for page in self.network(**options).history(None)]
        return {account.key: account for page in pages for account in page.accounts}

    def _altered(self, request: httpx.Request, body: bytes) -> bytes:
        self.asked.append(request.url.path)
        return json.dumps(self.alter(json.loads(body))).encode() if body else body


@pytest.fixture
def village() -> Village:
    return Village()


async def test_a_move_is_shown_to_who_is_signed_in_with_the_account_it_leads_to(
    village: Village,
) -> None:
    village.talk(village.far, weeks=1)
    village.far.moved_to = village.near

    found = await village.described()

    assert Move(NEAR, shown=True) == found[FAR].move
    assert found[FAR].has_moved
    assert "Bruno Now" == found[NEAR].name
    assert not found[NEAR].has_moved


async def test_what_anybody_may_read_shows_nothing(village: Village) -> None:
    village.far.moved_to = village.near

    [account] = [
        account
        for account in (await village.network(secret=None).describe([FAR])).values()
        if account.key == FAR
    ]

    assert Move(NEAR, shown=False) == account.move


@pytest.mark.parametrize(
    "odd", ["HERE", {"id": "7"}, {"id": "7", "acct": "@"}, [], 7, {"id": "7", "acct": FAR.id}]
)
async def test_an_odd_move_costs_nothing_but_itself(village: Village, odd: Any) -> None:  # noqa: ANN401
    village.far.moved_to = village.near

    def alter(said: Any) -> Any:  # noqa: ANN401 (JSON)
        if isinstance(said, dict) and said.get("acct") == FAR.id:
            said["moved"] = odd
        return said

    village.alter = alter

    told = await village.network().describe([FAR])

    assert {FAR} == told.keys()
    assert "Bruno" == told[FAR].name
    assert (bool(odd), None) == (told[FAR].has_moved, told[FAR].move)


async def test_whoever_moves_again_is_followed_though_no_server_nests_that(
    village: Village,
) -> None:
    village.talk(village.far, weeks=1)
    village.far.moved_to = village.near
    village.near.moved_to = village.last

    read, told = await village.described(), await village.network().describe([FAR])

    for found in (read, told):
        assert {FAR, NEAR, LAST} == found.keys()
        assert Move(LAST, shown=True) == found[NEAR].move
        assert not found[LAST].has_moved


async def test_moves_in_a_circle_come_to_an_end(village: Village) -> None:
    village.far.moved_to, village.near.moved_to = village.near, village.far

    told = await village.network().describe([FAR])

    assert {FAR, NEAR} == told.keys()
    assert {Flag.MOVED} == told[NEAR].flags & {Flag.MOVED}


async def test_a_profile_is_asked_for_anew_each_time_in_few_requests(village: Village) -> None:
    network = village.network()
    await network.describe([FAR, NEAR, LAST])
    village.far.note = "Please: #noinvite"
    village.asked.clear()

    told = await network.describe([FAR, NEAR, LAST])

    assert "#noinvite" in told[FAR].bio
    assert ["/api/v1/accounts"] == village.asked


async def test_whoever_is_gone_is_left_out_though_they_were_known(village: Village) -> None:
    network = village.network()
    await network.describe([FAR, NEAR])
    del village.server.world.accounts.by_id[village.far.id]

    assert {NEAR} == (await network.describe([FAR, NEAR])).keys()


@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_never_and_then_moved(village: Village, *, is_signed_in: bool) -> None:
    """mastodon#14144, mastodon#23159: never bruno@far.example, who goes on from new.example."""
    house = Household(store=in_memory())
    networks = {"@me@mastodon.example": village.network()}
    owner = Owner(OwnerId("camille"), house.owner.zone)
    context = replace(
        house.context, owner=owner, networks=networks, clock=StageClock(village.hand), bot=None
    )
    village.talk(village.far)
    await collect(context)
    async with context.store.unit(context.owner) as unit:
        await say_never(unit, await find_person(unit, FAR.id), village.hand.now())
    village.far.moved_to = village.near
    if not is_signed_in:
        async with context.store.unit(context.owner) as unit:
            public = await village.network(secret=None).describe([FAR])
            await unit.people.save(public.values())
        village.far.moved_to = None
    village.talk(village.near, weeks=8)
    village.hand.advance(timedelta(days=8))  # all is read again by then
    await collect(context)

    scene = await current_scene(context)

    assert [] == scene.ranked()
    [bruno] = [person for person in scene.facts.people if NEAR in person.keys]
    verdict = scene.judge(bruno, Act.INVITE, has_answered=True).verdict
    assert Reason.NEVER is verdict.reason
    assert is_signed_in is (Standing.NEVER is bruno.standing)
