"""A secret that signs in another account pauses its own account only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.network import MemoryNetwork
from bot.domain.delivery.outbox import OutboxState
from bot.errors import SignInError, UnreachableError, WrongAccountError
from bot.ports import Watch
from bot.services.collect.collecting import collect
from bot.services.collect.recognise import recognise
from bot.services.collect.relationships import FRESH, refresh_relationships
from bot.services.delivery.deliver import deliver
from bot.services.digest.composing import compose
from bot.services.digest.occurrence import prepare_digest
from bot.services.doctor.checks import check_networks
from bot.services.rounds.cycle import go_round
from bot.services.rounds.sign_ins import verify
from tests.services.household import Household

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import AccountKey

pytestmark = pytest.mark.anyio

OTHER = "@me2@village.example"


class TwoAccounts(Household):
    """The owner has a second account, through which they talk with Bruno alone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.second = self.world.join("me2", "Me again")
        self.second_network = MemoryNetwork(self.world, self.second, self.owner.id)
        networks = {**self.context.networks, OTHER: self.second_network}
        self.context = replace(self.context, networks=networks)

    def talk(self, mine: AccountKey, other: AccountKey, weeks: int = 4) -> None:
        for week in range(weeks):
            asked = self.world.post(other, f"Seeds? {week}", mentions=(mine,))
            self.world.post(mine, "Yes!", reply_to=asked, mentions=(other,))
            self.clock.advance(timedelta(days=7))

    async def watches(self) -> dict[str, Watch]:
        async with self.store.unit(self.owner) as unit:
            return {watch.account: watch for watch in await unit.watches.all()}

    async def rows(self) -> list[OutboxRow]:
        async with self.store.unit(self.owner) as unit:
            return list(await unit.outbox.all())


@pytest.fixture
def two() -> TwoAccounts:
    return TwoAccounts()


# --- at the start ---------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["network", "bot_network", "second_network"])
async def test_a_wrong_secret_is_told_with_both_names_before_anything(
    two: TwoAccounts, which: str
) -> None:
    two.talk(two.me, two.alice)
    wrong: MemoryNetwork = getattr(two, which)
    wrong.configured = two.bruno

    with pytest.raises(WrongAccountError) as told:
        await verify(two.context)

    assert "@bruno@village.example" == told.value.configured
    assert told.value.signed_in in str(told.value)
    assert [] == two.received()
    assert (await two.watches()).keys() <= {"@me@village.example", OTHER}


async def test_a_network_that_is_away_does_not_end_it(two: TwoAccounts) -> None:
    away, refused = UnreachableError("no route"), SignInError("not accepted")
    two.world.failures.queue("whoami", away, refused)

    assert [away, refused] == await verify(two.context)


async def test_an_account_without_a_secret_is_not_verified(two: TwoAccounts) -> None:
    two.second_network.configured = two.bruno
    two.context = replace(two.context, public=frozenset({OTHER}))

    assert [] == await verify(two.context)


# --- what is remembered ---------------------------------------------------------------------


async def test_the_ids_of_an_account_are_remembered_and_its_reading_stays(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    await collect(two.context)
    before = (await two.watches())["@me@village.example"]
    assert before.local_ids == two.world.account(two.me).local_ids
    me = two.world.account(two.me)
    two.world.describe(replace(me, local_ids={"new.example": "7"}))

    await recognise(two.context, "@me@village.example", two.network)

    after = (await two.watches())["@me@village.example"]
    assert after == replace(before, local_ids={**before.local_ids, "new.example": "7"})


async def test_a_name_stands_for_one_account(two: TwoAccounts) -> None:
    async with two.store.unit(two.owner) as unit:
        await unit.watches.save(Watch("@me@village.example", two.bruno))

    await recognise(two.context, "@me@village.example", two.network)

    watches = await two.watches()
    assert (two.me, two.bruno) == (
        watches["@me@village.example"].key,
        watches["bruno@village.example"].key,
    )


# --- while running --------------------------------------------------------------------------


async def test_the_other_accounts_are_read(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    two.second_network.configured = two.bruno

    first, second = await collect(two.context)

    assert (None, True) == (first.error, first.added > 0)
    assert isinstance(second.error, WrongAccountError)


async def test_the_relationships_of_the_other_accounts_are_asked_for(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    two.talk(two.second, two.bruno)
    await collect(two.context)
    two.network.configured = two.bruno
    two.clock.advance(timedelta(days=2))

    await refresh_relationships(two.context, older_than=FRESH, accounts={two.alice, two.bruno})

    async with two.store.unit(two.owner) as unit:
        asked = {
            (stance.watched, stance.account)
            for stance in await unit.people.stances()
            if stance.checked_at == two.clock.now()
        }
    assert {(two.second, two.alice), (two.second, two.bruno)} == asked


async def test_who_was_talked_with_through_a_paused_account_is_held_back(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    two.talk(two.second, two.bruno)
    await collect(two.context)
    two.clock.advance(timedelta(minutes=5))
    both = await compose(two.context, two.clock.now())
    two.second_network.configured = two.alice
    two.clock.advance(timedelta(minutes=5))

    held = await compose(two.context, two.clock.now())

    assert {"Alice Martin", "Bruno"} == {entry.person.name for entry in both.entries}
    assert ["Alice Martin"] == [entry.person.name for entry in held.entries]


async def test_who_is_held_back_takes_nobodys_place(two: TwoAccounts) -> None:
    two.context = replace(two.context, wishes=replace(two.context.wishes, people=1))
    for number in range(4):
        two.talk(two.second, two.world.join(f"friend{number}"), weeks=8)
    two.talk(two.me, two.alice)
    await collect(two.context)
    two.second_network.configured = two.alice
    two.clock.advance(timedelta(minutes=5))

    held = await compose(two.context, two.clock.now())

    assert ["Alice Martin"] == [entry.person.name for entry in held.entries]


async def test_a_digest_waits_for_the_bots_own_secret(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    await collect(two.context)
    two.bot_network.configured = two.bruno
    two.clock.advance(timedelta(days=14))

    done = await go_round(two.context)
    assert [] == two.received()
    assert {OutboxState.PENDING} == {row.state for row in await two.rows()}
    assert any(isinstance(problem, WrongAccountError) for problem in done.errors)

    two.bot_network.configured = two.bot
    two.clock.advance(timedelta(hours=1))
    await go_round(two.context)

    assert {OutboxState.SENT} == {row.state for row in await two.rows()}
    assert len(await two.rows()) == len(two.received())


async def test_a_digest_about_others_goes_out_while_an_account_is_paused(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    two.talk(two.second, two.bruno)
    await collect(two.context)
    two.second_network.configured = two.alice
    two.clock.advance(timedelta(days=14))

    await go_round(two.context)

    told, letter = two.received()
    assert "The secret of " in told
    assert "Alice Martin" in letter
    assert "Bruno" not in letter


async def test_a_digest_waits_for_a_network_that_is_away(two: TwoAccounts) -> None:
    two.talk(two.me, two.alice)
    two.talk(two.second, two.bruno, weeks=1)
    await collect(two.context)
    two.clock.advance(timedelta(days=14))
    await collect(two.context)
    assert await prepare_digest(two.context) is not None
    two.clock.advance(timedelta(minutes=5))
    two.world.failures.queue("relationships", *[UnreachableError("no route")] * 2)

    with pytest.raises(UnreachableError):
        await deliver(two.context)

    assert [] == two.received()


async def test_relationships_that_cannot_be_asked_are_told_of_their_own_account(
    two: TwoAccounts,
) -> None:
    two.talk(two.me, two.alice)
    two.world.failures.queue("relationships", UnreachableError("no route"))

    first, second = await collect(two.context)

    assert ("no route", None) == (str(first.unread), second.unread)
    assert [None, None] == [first.error, second.error]


# --- doctor ---------------------------------------------------------------------------------


async def test_doctor_names_both_accounts_and_goes_on(two: TwoAccounts) -> None:
    two.network.configured = two.bruno

    findings = {network.subject: network for network in await check_networks(two.context)}

    wrong = findings["sign-in of @me@village.example"]
    assert not wrong.fine
    assert "@bruno@village.example" in wrong.said
    assert "@me@village.example" in wrong.said
    assert findings[f"sign-in of {OTHER}"].fine
    assert findings["sign-in of @bot@village.example"].fine


async def test_doctor_tells_the_new_name_of_an_account(two: TwoAccounts) -> None:
    two.world.describe(replace(two.world.account(two.second), handle="new@village.example"))

    findings = {network.subject: network for network in await check_networks(two.context)}

    told = findings[f"sign-in of {OTHER}"]
    called = "now called new@village.example: write that in the config file"
    expected = f"me2@village.example, {called}"
    assert (True, expected) == (told.fine, told.said)
    assert "me@village.example" == findings["sign-in of @me@village.example"].said
