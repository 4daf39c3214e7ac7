"""What keeps an account or a person from being read: told once, and nobody else waits for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.network import MemoryNetwork
from bot.domain.delivery.outbox import OutboxState
from bot.domain.digest import Outcome
from bot.errors import RefusedError, SignInError, UnreachableError
from bot.retry import by_halves
from bot.services.collect.collecting import collect
from bot.services.digest.occurrence import prepare_digest
from bot.services.doctor.checks import check_store
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import received, rows_to, tell

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.people.identity import AccountKey, Relationship
    from bot.services.rounds.cycle import Round

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


class Stubborn(MemoryNetwork):
    """A network that fails whenever it is asked about the relationship with some account."""

    fails_for: AccountKey | None = None

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        if self.fails_for in accounts:
            message = "village.example answers with 500 (Internal error)"
            raise UnreachableError(message)
        return await super().relationships(accounts)


class Home(Household):
    """Alice and Bruno have talked with the owner for weeks."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stubborn = Stubborn(self.world, self.me, self.owner.id)
        self.context = replace(self.context, networks={"@me@village.example": self.stubborn})
        start = self.clock.now()
        self.chat(self.alice, about="seeds")
        self.turn_to(start + 2 * HOUR)
        self.chat(self.bruno, about="bread")

    async def rounds(self, hours: int) -> list[Round]:
        """A round every two hours."""
        done = []
        for _ in range(0, hours, 2):
            done.append(await go_round(self.context))
            self.clock.advance(2 * HOUR)
        return done

    def told(self, about: str) -> list[str]:
        return [text for text in self.received() if about in text]


@pytest.fixture
def home() -> Home:
    return Home()


async def test_a_relationship_that_cannot_be_read_holds_back_that_person_only(home: Home) -> None:
    home.stubborn.fails_for = home.bruno

    (done,) = await home.rounds(2)

    assert (Outcome.QUEUED, []) == (done.digest, list(done.errors))
    (text,) = home.received()
    assert ("Alice Martin" in text, "Bruno" in text) == (True, False)
    assert "Nothing stands in the way" not in await tell(home, "why-not @bruno@village.example")
    assert "could not be asked" in await tell(home, "why @bruno@village.example")


async def test_a_person_who_was_never_read_is_told_of_after_a_day_and_once(home: Home) -> None:
    home.stubborn.fails_for = home.bruno

    await home.rounds(24)
    assert home.told("blocks the other") == []
    done = await home.rounds(50)

    (text,) = home.told("blocks the other")
    assert "Bruno" in text
    assert "Alice" not in text
    assert [error for each in done for error in each.errors] == []
    (held,) = [found for found in await check_store(home.context, "") if "held back" in found.said]
    assert ("person Bruno", False) == (held.subject, held.fine)


async def test_a_person_who_was_read_before_is_told_of_once_that_is_a_day_old(home: Home) -> None:
    home.context = replace(home.context, wishes=replace(home.context.wishes, people=1))
    await home.rounds(2)
    (first,) = home.received()
    home.stubborn.fails_for = home.bruno if "Alice" in first else home.alice

    await home.rounds(20)
    assert home.told("blocks the other") == []
    await home.rounds(10)

    assert len(home.told("blocks the other")) == 1
    home.stubborn.fails_for = None
    await home.rounds(2)
    assert all(found.fine for found in await check_store(home.context, ""))


async def test_a_digest_that_waits_is_composed_anew_without_them(home: Home) -> None:
    await collect(home.context)
    assert await prepare_digest(home.context) is Outcome.QUEUED
    home.clock.advance(HOUR)
    home.stubborn.fails_for = home.bruno

    await go_round(home.context)
    assert home.received() == []
    await go_round(home.context)

    (text,) = home.received()
    assert ("Alice Martin" in text, "Bruno" in text) == (True, False)


async def test_an_invitation_that_waits_holds_no_other_back(home: Home) -> None:
    await collect(home.context)
    for name in ("bruno", "alice"):
        await tell(home, f"draft @{name}@village.example")
        await tell(home, f"send @{name}@village.example")
    home.clock.advance(HOUR)
    home.stubborn.fails_for = home.bruno

    done = await go_round(home.context)

    states = {row.draft.recipient: row.state for row in await rows_to(home)}
    assert states == {home.bruno.id: OutboxState.PENDING, home.alice.id: OutboxState.SENT}
    assert len(received(home)) == 1
    assert ["village.example answers with 500 (Internal error)"] == [str(e) for e in done.errors]


async def test_the_others_are_asked_apart_from_whom_a_server_fails_for() -> None:
    house = Household()
    people = [house.world.join(f"p{number:02}") for number in range(40)]
    asked = 0

    async def question(some: Collection[AccountKey]) -> dict[AccountKey, int]:
        nonlocal asked
        asked += 1
        if bad.intersection(some):
            message = "no"
            raise RefusedError(message)
        return dict.fromkeys(some, 1)

    for bad in ({people[0]}, {people[39]}, set(people[10:13]), {people[1], people[30]}, set()):
        asked = 0
        answers, failures = await by_halves(question, people)
        assert (set(failures), set(answers)) == (bad, set(people) - bad)
        assert asked <= 1 + 12 * len(bad)
    asked, bad = 0, set(people)
    assert set((await by_halves(question, people))[1]) == bad
    assert asked <= 10


@pytest.fixture
def two() -> Household:
    """A household with a second account, which signs in by itself."""
    house = Household()
    house.chat(house.alice)
    second = MemoryNetwork(house.world, house.world.join("second"), house.owner.id)
    networks = {**house.context.networks, "@second@village.example": second}
    house.context = replace(house.context, networks=networks)
    return house


class Ended(MemoryNetwork):
    """A network that does not accept its secret."""

    async def whoami(self) -> None:  # type: ignore[override]
        message = "The access token was revoked. Make a new one."
        raise SignInError(message)


async def test_a_sign_in_that_ended_is_told_once_each_time(two: Household) -> None:
    name = "@second@village.example"
    fine = two.context.networks[name]
    ended = {**two.context.networks, name: Ended(two.world, two.me, two.owner.id)}

    async def rounds(context_networks: object) -> list[str]:
        two.context = replace(two.context, networks=context_networks)  # type: ignore[arg-type]
        for _ in range(4):
            done = await go_round(two.context)
            assert ended is not context_networks or any("revoked" in str(e) for e in done.errors)
            two.clock.advance(HOUR)
        return [text for text in two.received() if "The sign-in to" in text]

    assert await rounds({**ended, name: fine}) == []
    (text,) = await rounds(ended)
    assert "second" in text
    assert "The access token was revoked. Make a new one." in text
    assert len(await rounds({**ended, name: fine})) == 1
    assert len(await rounds(ended)) == 2


async def test_an_account_that_sends_the_notices_cannot_tell_of_itself(two: Household) -> None:
    me = "@me@village.example"
    await go_round(two.context)
    post = replace(two.context.post, messenger=two.network, sender=me)
    two.context = replace(two.context, bot=None, post=post)
    two.world.failures.queue("whoami", SignInError("revoked"))

    done = await go_round(two.context)

    async with two.store.unit(two.owner) as unit:
        assert [r for r in await unit.outbox.all() if "cannot sign in" in r.draft.body] == []
    assert "revoked" in [str(error) for error in done.errors]
