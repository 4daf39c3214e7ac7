"""A secret that signs in another account than the config names opens nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.mastodon.client.address import key_of
from adapters.mastodon.client.identity import named
from adapters.mastodon.client.server import USUAL_LIMITS
from adapters.mastodon.client.server import Server as Site
from adapters.memory.network import MemoryNetwork
from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import SignInError, WrongAccountError
from bot.ports import Message, Watch
from bot.services.collect.collecting import collect
from bot.services.rounds.cycle import go_round
from bot.services.rounds.sign_ins import verify
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon
from tests.services.household import Household

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.mastodon import MastodonNetwork
    from bot.ports import Known

pytestmark = pytest.mark.anyio

IDENTIFYING = {"/api/v1/accounts/verify_credentials", "/api/v2/instance", "/.well-known/nodeinfo"}
IDENTIFYING |= {"/nodeinfo/2.0"}
VICTIM = AccountKey(NetworkName.MASTODON, "victim@mastodon.example")


class Server:
    """A Mastodon on which `me` and `victim` live; it notes what is asked of it."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me, self.victim = self.server.sign_up("me"), self.server.sign_up("victim")
        self.token = self.server.token(self.me)
        self.asked: list[str] = []
        self.transport = Loopback(self.server, self._note)

    def network(self, handle: str, **options: object) -> MastodonNetwork:
        return network_of(
            self.server,
            self.me,
            self.transport,
            handle=handle,
            secret=lambda: self.token,
            **options,
        )

    def _note(self, request: httpx.Request, body: bytes) -> bytes:
        self.asked.append(request.url.path)
        return body


MESSAGE = Message("direct", "victim@mastodon.example", "private", "key", "k3f9q2")
OPERATIONS: dict[str, Callable[[MastodonNetwork], Awaitable[object]]] = {
    "whoami": lambda network: network.whoami(),
    "history": lambda network: anext(network.history(None)),
    "thread": lambda network: network.thread(f"{BASE}/1"),
    "relationships": lambda network: network.relationships([VICTIM]),
    "shortcomings": lambda network: network.shortcomings(None),
    "exists": lambda network: network.exists([f"{BASE}/1"]),
    "direct_messages": lambda network: anext(network.direct_messages(None)),
    "obstacle": lambda network: network.obstacle(VICTIM.id),
    "send": lambda network: network.send(MESSAGE),
    "find_sent": lambda network: network.find_sent(MESSAGE, NOW),
    "written_to": lambda network: network.written_to(VICTIM, NOW),
}


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_nothing_is_asked_with_a_token_of_another_account(operation: str) -> None:
    server = Server()
    network = server.network("victim@mastodon.example")

    with pytest.raises(WrongAccountError, match=r"@victim@mastodon\.example.*@me@mastodon"):
        await OPERATIONS[operation](network)

    assert IDENTIFYING >= {path for path in server.asked if "webfinger" not in path}
    assert [] == list(server.server.world.statuses.by(server.me))


async def test_a_token_that_is_replaced_is_verified_before_it_is_used() -> None:
    server = Server()
    network = server.network("me@mastodon.example")
    await network.whoami()
    mine, server.token = server.token, server.server.token(server.victim)
    del server.server.world.keyring.tokens[mine]
    with pytest.raises(SignInError):
        await network.exists([f"{BASE}/@victim/1"])
    server.asked.clear()

    for _ in range(2):
        with pytest.raises(WrongAccountError):
            await network.send(MESSAGE)

    assert IDENTIFYING >= {path for path in server.asked if "webfinger" not in path}


@pytest.mark.parametrize(
    ("configured", "is_it"),
    [
        ("me@mastodon.example", True),
        ("ME@Mastodon.Example", True),
        ("me2@mastodon.example", False),
        ("victim@mastodon.example", False),
        ("me@mastodon.example.evil.example", False),
        ("me@other.example", False),
    ],
)
async def test_names_are_compared_without_case(configured: str, *, is_it: bool) -> None:
    network = Server().network(configured)

    if is_it:
        assert "me@mastodon.example" == (await network.whoami()).key.id
    else:
        with pytest.raises(WrongAccountError):
            await network.whoami()


@pytest.mark.parametrize(
    "handle",
    [
        "me@bücher.example",
        "me@xn--bcher-kva.example",
        "@Me@BÜCHER.example",
        "me@social.bücher.example",
        "me@social.xn--bcher-kva.example",
    ],
)
def test_a_host_in_other_letters_is_the_same(handle: str) -> None:
    site = Site("https://social.xn--bcher-kva.example", "bücher.example", "mastodon", USUAL_LIMITS)

    assert key_of("me", "bücher.example") == named(handle, site)


async def test_the_same_id_under_a_new_handle_is_no_other_account() -> None:
    server = Server()

    before = AccountKey(NetworkName.MASTODON, "before@mastodon.example")

    def remembering(**local_ids: str) -> Known:
        ids = {host.replace("_", "."): local_id for host, local_id in local_ids.items()}

        async def known() -> list[Watch]:
            return [Watch("@before@mastodon.example", before, local_ids=ids)]

        return known

    known = remembering(mastodon_example=str(server.me.id))
    account = await server.network("before@mastodon.example", known=known).whoami()
    assert (before, "me@mastodon.example") == (account.key, account.handle)

    another = remembering(mastodon_example=str(server.victim.id), other_example=str(server.me.id))
    with pytest.raises(WrongAccountError):
        await server.network("before@mastodon.example", known=another).whoami()


def mistaken(house: Household) -> MemoryNetwork:
    """The network of an account whose secret is the owner's in truth."""
    victim = house.world.join("victim", "A stranger")
    return MemoryNetwork(house.world, house.me, house.owner.id, configured=victim)


async def test_at_the_start_nothing_goes_on() -> None:
    house = Household()
    house.context = replace(house.context, networks={"@victim@village.example": mistaken(house)})

    with pytest.raises(WrongAccountError, match=r"victim@.* signs in @me@"):
        await verify(house.context)


async def test_the_bot_is_verified_as_well() -> None:
    house = Household()
    house.context = replace(house.context, bot=("@victim@village.example", mistaken(house)))

    with pytest.raises(WrongAccountError):
        await verify(house.context)


async def test_while_it_runs_only_that_account_is_paused() -> None:
    house = Household()
    networks = {**house.context.networks, "@victim@village.example": mistaken(house)}
    house.context = replace(house.context, networks=networks)
    house.chat(house.alice)

    done = await go_round(house.context)
    house.clock.advance(timedelta(hours=25))
    await go_round(house.context)

    assert ["@me@village.example", "@victim@village.example"] == [
        outcome.account for outcome in done.collected
    ]
    assert any(isinstance(problem, WrongAccountError) for problem in done.errors)
    told, digest = house.received()
    assert "The sign-in to victim@village.example has ended" in told
    assert "1 · Alice Martin" in digest


async def test_its_digests_wait() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    right = house.network
    house.context = replace(
        house.context,
        networks={
            "@me@village.example": MemoryNetwork(
                house.world, house.alice, house.owner.id, configured=house.me
            )
        },
    )
    for _ in range(3):
        await go_round(house.context)
        house.clock.advance(timedelta(minutes=2))
    assert [] == house.received()

    house.context = replace(house.context, networks={"@me@village.example": right})
    await go_round(house.context)

    told, digest = house.received()
    assert "The sign-in to me@village.example has ended" in told
    assert "1 · Alice Martin" in digest
