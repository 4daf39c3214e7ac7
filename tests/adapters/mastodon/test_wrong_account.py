"""A token of another account than the config names is used for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import NetworkError, SignInError, WrongAccountError
from bot.ports import Message, RemoteId, Watch
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.mastodon import MastodonNetwork
    from tests.fakes.mastodon import Account

CREDENTIALS: Final = "/api/v1/accounts/verify_credentials"
IDENTIFYING: Final = {CREDENTIALS, "/api/v1/instance", "/api/v2/instance"}
"""What may be asked with a token before it is known whose it is."""
ALICE: Final = AccountKey(NetworkName.MASTODON, "alice@mastodon.example")
MESSAGE: Final = Message(
    "direct", "alice@mastodon.example", "Three people. k3f9q2", "one", "k3f9q2"
)


async def history(network: MastodonNetwork) -> None:
    async for _ in network.history(None):
        pass


async def direct_messages(network: MastodonNetwork) -> None:
    async for _ in network.direct_messages(None):
        pass


async def compose_link(network: MastodonNetwork) -> None:
    await network.compose_link("Hello", to=ALICE.id, reply_to=None)


OPERATIONS: Final[dict[str, Callable[[MastodonNetwork], Awaitable[object]]]] = {
    "whoami": lambda network: network.whoami(),
    "history": history,
    "thread": lambda network: network.thread(f"{BASE}/@alice/1"),
    "beginning": lambda network: network.beginning(f"{BASE}/@alice/1"),
    "describe": lambda network: network.describe([ALICE]),
    "relationships": lambda network: network.relationships([ALICE]),
    "shortcomings": lambda network: network.shortcomings(ALICE),
    "hindrances": lambda network: network.hindrances(),
    "exists": lambda network: network.exists([f"{BASE}/@alice/1"]),
    "direct_messages": direct_messages,
    "limits_to": lambda network: network.limits_to(ALICE.id),
    "obstacle": lambda network: network.obstacle(ALICE.id),
    "send": lambda network: network.send(MESSAGE),
    "find_sent": lambda network: network.find_sent(MESSAGE, NOW),
    "written_to": lambda network: network.written_to(ALICE, NOW),
    "answers": lambda network: network.answers(RemoteId(f"{BASE}/@me/1"), ALICE),
    "compose_link": compose_link,
}


@dataclass
class Place:
    """A server with three people, and all that was asked of it: the token, and the path."""

    server: Mastodon = field(default_factory=lambda: Mastodon(BASE, clock=HandClock(NOW)))

    def __post_init__(self) -> None:
        self.me, self.victim = self.server.sign_up("me"), self.server.sign_up("victim")
        self.alice = self.server.sign_up("alice")
        self.asked: list[tuple[str, str]] = []
        self.watches: list[Watch] = []
        self.transport = Loopback(self.server, self._note)
        self.secret = self.server.token(self.me)

    def network(self, handle: str, **options: Any) -> MastodonNetwork:  # noqa: ANN401 (as given)
        given = {"secret": lambda: self.secret, "known": self._known, **options}
        return network_of(self.server, self.me, self.transport, handle=handle, **given)

    def asked_with(self, token: str) -> set[str]:
        return {path for used, path in self.asked if used == token}

    def written_by(self, account: Account) -> list[str]:
        return [status.text for status in self.server.world.statuses.by(account)]

    async def _known(self) -> Sequence[Watch]:
        return self.watches

    def _note(self, request: httpx.Request, body: bytes) -> bytes:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.asked.append((token, request.url.path))
        return body


@pytest.fixture
def place() -> Place:
    return Place()


def test_every_operation_of_the_port_is_here() -> None:
    from bot.ports import Network  # noqa: PLC0415

    pure = {"name", "capabilities", "addressed"}
    assert {name for name in dir(Network) if not name.startswith("_")} - pure == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_every_operation_refuses_and_asks_only_whose_the_token_is(
    place: Place, operation: str
) -> None:
    network = place.network("victim@mastodon.example")

    with pytest.raises(WrongAccountError) as wrong:
        await OPERATIONS[operation](network)

    assert ("@victim@mastodon.example", "@me@mastodon.example") == (
        wrong.value.configured,
        wrong.value.signed_in,
    )
    assert "@victim@mastodon.example" in str(wrong.value)
    assert "@me@mastodon.example" in str(wrong.value)
    assert place.asked_with(place.secret) <= IDENTIFYING
    assert [] == place.written_by(place.me)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_token_swapped_while_running_is_verified_before_it_is_used(
    place: Place, operation: str
) -> None:
    network = place.network("me@mastodon.example")
    await network.whoami()
    await swap(place, network)

    with pytest.raises(WrongAccountError):
        await OPERATIONS[operation](network)

    assert place.asked_with(place.secret) <= IDENTIFYING


async def test_what_is_under_way_when_a_token_is_swapped_goes_no_further(place: Place) -> None:
    for hour in range(9):
        place.server.post(place.alice, "@me Tomatoes?", at=NOW - timedelta(hours=hour + 1))
    network = place.network("me@mastodon.example", page_size=1)
    pages = network.history(None)
    await anext(pages)
    await swap(place, network)

    with pytest.raises(SignInError):
        await anext(pages)

    assert place.asked_with(place.secret) <= IDENTIFYING


async def test_the_accounts_own_new_token_goes_on(place: Place) -> None:
    network = place.network("me@mastodon.example")
    await network.whoami()
    await swap(place, network, to=place.me)

    await network.send(MESSAGE)

    assert 1 == len(place.written_by(place.me))


async def test_an_account_that_is_given_its_own_secret_again_goes_on(place: Place) -> None:
    network = place.network("victim@mastodon.example")
    with pytest.raises(WrongAccountError):
        await network.send(MESSAGE)

    place.secret = place.server.token(place.victim)
    await network.send(MESSAGE)

    assert ([], 1) == (place.written_by(place.me), len(place.written_by(place.victim)))


async def test_nothing_is_sent_while_it_cannot_be_told_whose_the_token_is(place: Place) -> None:
    from tests.fakes.mastodon import Mode  # noqa: PLC0415

    place.server.faults.add(Mode.GATEWAY, f"GET {CREDENTIALS}")
    network = place.network("me@mastodon.example")

    with pytest.raises(NetworkError):
        await network.send(MESSAGE)

    assert [] == place.written_by(place.me)


# --- an account whose name has changed ------------------------------------------------------


async def test_an_account_with_the_id_that_is_remembered_is_the_same(place: Place) -> None:
    before = (await place.network("me@mastodon.example").whoami()).key
    place.watches = [watch(place, "@me@mastodon.example", before)]
    asked = place.server.post(place.alice, "@me Tomatoes?", at=NOW - timedelta(hours=2))
    place.server.post(place.me, "@alice Roma!", reply_to=asked, at=NOW - timedelta(hours=1))
    place.me.username = "renamed"
    network = place.network("me@mastodon.example")

    account = await network.whoami()
    found = [one async for page in network.history(None) for one in page.interactions]

    assert (before, "renamed@mastodon.example") == (account.key, account.handle)
    assert {before} == {one.watched for one in found}
    assert {(before, ALICE), (ALICE, before)} == {(one.actor, one.target) for one in found}


async def test_a_new_name_in_the_config_leaves_the_account_its_key(place: Place) -> None:
    before = (await place.network("me@mastodon.example").whoami()).key
    place.watches = [watch(place, "@me@mastodon.example", before)]
    place.me.username = "renamed"

    account = await place.network("renamed@mastodon.example").whoami()

    assert (before, "renamed@mastodon.example") == (account.key, account.handle)


async def test_the_id_of_another_of_the_owners_accounts_excuses_nothing(place: Place) -> None:
    me = (await place.network("me@mastodon.example").whoami()).key
    place.watches = [watch(place, "@me@mastodon.example", me)]

    with pytest.raises(WrongAccountError):
        await place.network("victim@mastodon.example").whoami()


async def test_an_id_of_another_server_excuses_nothing(place: Place) -> None:
    key = AccountKey(NetworkName.MASTODON, "victim@mastodon.example")
    ids = {"elsewhere.example": str(place.me.id)}
    place.watches = [Watch("@victim@mastodon.example", key, local_ids=ids)]

    with pytest.raises(WrongAccountError):
        await place.network("victim@mastodon.example").whoami()


def watch(place: Place, name: str, key: AccountKey) -> Watch:
    return Watch(name, key, local_ids={"mastodon.example": str(place.me.id)})


async def swap(place: Place, network: MastodonNetwork, to: Account | None = None) -> None:
    """Let the account's token end, and another's (or a new one) be found in its place."""
    place.server.world.keyring.tokens[place.secret].is_revoked = True
    place.secret = place.server.token(to or place.victim)
    with pytest.raises(SignInError):
        await network.exists([f"{BASE}/@alice/1", f"{BASE}/@alice/2"])
