"""A message goes to the very account that it is for, or to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import RefusedError
from bot.ports import Found, Message, NotThere, Recipient
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    from adapters.mastodon import MastodonNetwork
    from tests.fakes.mastodon import Account

ALICE: Final = AccountKey(NetworkName.MASTODON, "alice@mastodon.example")
BEFORE: Final = NOW - timedelta(minutes=1)
KINDS: Final = ["direct", "reply"]


class Place:
    """A bot, and Alice, to whom it writes; her handle may become somebody else's."""

    def __init__(self, domain: str = "mastodon.example") -> None:
        self.server = Mastodon(BASE, domain=domain, clock=HandClock(NOW))
        self.bot, self.alice = self.server.sign_up("bot"), self.server.sign_up("alice")
        self.pin = Recipient(ALICE, {"mastodon.example": str(self.alice.id)})

    def network(self) -> MastodonNetwork:
        return network_of(self.server, self.bot)

    def message(self, kind: str, by: Account | None = None) -> Message:
        """What is for Alice; as a reply it answers a post of whoever has her handle."""
        message = Message("direct", ALICE.id, "Hello. k3f9q2", "one", "k3f9q2", recipient=self.pin)
        if kind == "direct":
            return message
        asked = self.server.post(by or self.alice, "Who has seeds?", at=NOW - timedelta(hours=1))
        uri = f"{self.server.world.uri(asked.account)}/statuses/{asked.id}"
        return replace(message, kind="reply", reply_to=uri)

    def hand_over(self) -> Account:
        """Let Alice close her account, and somebody else open one of the same name."""
        del self.server.world.accounts.by_id[self.alice.id]
        return self.server.sign_up("alice", created_at=NOW - timedelta(hours=2))

    @property
    def sent(self) -> list[str]:
        return [one.text for one in self.server.world.statuses.by(self.bot)]


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.mark.parametrize("kind", KINDS)
async def test_the_pinned_account_gets_it(place: Place, kind: str) -> None:
    message, network = place.message(kind), place.network()

    sent = await network.send(message)

    assert Found(sent) == await network.find_sent(message, BEFORE)


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_has_the_handle_now_gets_nothing(place: Place, kind: str) -> None:
    message = place.message(kind, by=place.hand_over())

    with pytest.raises(RefusedError, match="another account by now"):
        await place.network().send(message)

    assert [] == place.sent


async def test_an_account_with_another_key_gets_nothing(place: Place) -> None:
    bruno = place.server.sign_up("bruno")
    message = replace(place.message("direct"), to=f"{bruno.username}@mastodon.example")

    with pytest.raises(RefusedError, match="another account by now"):
        await place.network().send(message)

    assert [] == place.sent


async def test_an_id_of_another_server_says_nothing_here(place: Place) -> None:
    pin = Recipient(ALICE, {"elsewhere.example": "7"})

    await place.network().send(replace(place.message("direct"), recipient=pin))

    assert 1 == len(place.sent)


async def test_a_message_to_who_had_the_handle_before_is_not_the_one(place: Place) -> None:
    network = place.network()
    message = place.message("direct")
    await network.send(message)
    heir = place.hand_over()
    to_heir = replace(message, recipient=Recipient(ALICE, {"mastodon.example": str(heir.id)}))

    assert isinstance(await network.find_sent(message, BEFORE), Found)
    assert NotThere() == await network.find_sent(to_heir, BEFORE)


@pytest.mark.parametrize("pinned", [True, False])
async def test_an_account_that_has_moved_gets_nothing(place: Place, *, pinned: bool) -> None:
    place.alice.moved_to = place.server.meet("alice@new.example")
    message = place.message("direct")

    with pytest.raises(RefusedError, match=r"moved to alice@new\.example"):
        await place.network().send(message if pinned else replace(message, recipient=None))

    assert [] == place.sent


async def test_an_account_that_is_suspended_gets_nothing(place: Place) -> None:
    place.alice.is_suspended = True

    with pytest.raises(RefusedError, match="suspended"):
        await place.network().send(place.message("direct"))

    assert [] == place.sent


async def test_what_is_in_the_way_of_a_message_is_told_before(place: Place) -> None:
    place.alice.moved_to = place.server.meet("alice@new.example")

    told = await place.network().obstacle(ALICE.id)

    assert told is not None
    assert "moved to alice@new.example" in told.said


async def test_an_account_may_be_named_by_the_host_of_its_pages() -> None:
    place = Place(domain="example.org")
    key = AccountKey(NetworkName.MASTODON, "alice@example.org")
    pin = Recipient(key, {"mastodon.example": str(place.alice.id)})
    message = replace(place.message("direct"), to="alice@mastodon.example", recipient=pin)
    network = place.network()

    sent = await network.send(message)

    assert Found(sent) == await network.find_sent(message, BEFORE)
    assert Found(sent) == await network.find_sent(replace(message, recipient=None), BEFORE)
