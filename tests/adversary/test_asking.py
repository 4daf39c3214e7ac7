"""What could not be asked just now is not taken for fine: nobody is named or written to on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.network import CAPABILITIES, MemoryNetwork
from adapters.memory.world import World
from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import OutboxState
from bot.domain.digest import Outcome
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Flag, Move, NetworkName, Relationship
from bot.errors import ImpossibleError, UnreachableError
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.digest.occurrence import prepare_digest
from bot.services.obey.commands import carry_out
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import invitation, received, rows_to, tell, there

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from adapters.memory.failures import Operation
    from bot.domain.people.identity import Account, AccountKey

pytestmark = pytest.mark.anyio

ALICE: Final = "@alice@village.example"
MINUTES: Final = timedelta(minutes=2)
"""So long after it was asked, it must be asked again."""
UNTOLD: Final = "could not be read just now"


class Forgetful(MemoryNetwork):
    """A server whose answers leave out some, though it knows them; it counts its questions."""

    def __init__(self, house: Household) -> None:
        super().__init__(house.world, house.me, house.owner.id)
        self.silent_about: set[AccountKey] = set()
        self.hides: set[AccountKey] = set()
        self.asked: list[str] = []
        self.says_nothing = False

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        self.asked.append("relationships")
        told = await super().relationships(accounts)
        if self.says_nothing:
            told = dict.fromkeys(told, Relationship())
        return {
            key: relationship for key, relationship in told.items() if key not in self.silent_about
        }

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        self.asked.append("describe")
        told = await super().describe(accounts)
        return {key: relationship for key, relationship in told.items() if key not in self.hides}


@dataclass
class Village(Household):
    """Alice and the owner have talked for weeks; the server may leave people out."""

    network: Forgetful = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.network = Forgetful(self)
        self.context = replace(self.context, networks={"@me@village.example": self.network})


async def acquainted(*, with_bruno: bool = False, without_a_word: bool = False) -> Village:
    """All is read; `without_a_word`: but how the owner stands with Alice was never told."""
    village = Village()
    if without_a_word:
        village.network.silent_about.add(village.alice)
    if with_bruno:
        village.chat(village.bruno)
    village.chat(village.alice)
    await collect(village.context)
    village.clock.advance(MINUTES)
    return village


@pytest.fixture
async def village() -> Village:
    return await acquainted()


FAILING: Final[list[Operation]] = ["relationships", "describe"]


@pytest.mark.parametrize("operation", FAILING)
@pytest.mark.parametrize("verb", ["draft", "send", "send {} reply"])
async def test_a_question_that_failed_is_no_answer(
    village: Village, operation: Operation, verb: str
) -> None:
    await tell(village, f"edit {ALICE}: Hello Alice, tea?")
    before = await there(village)
    village.world.failures.queue(operation, UnreachableError("no route"))

    answer = await tell(village, verb.format(ALICE) if "{" in verb else f"{verb} {ALICE}")

    assert UNTOLD in answer
    assert "tea" not in answer
    assert before == await there(village)
    assert [] == await rows_to(village)


@pytest.mark.parametrize("verb", ["draft", "send"])
@pytest.mark.parametrize("left_out_of", ["silent_about", "hides"])
async def test_an_answer_that_lacks_somebody_is_no_answer(
    village: Village, verb: str, left_out_of: str
) -> None:
    await tell(village, f"edit {ALICE}: Hello Alice, tea?")
    getattr(village.network, left_out_of).add(village.alice)

    # Nor is it one if it is asked again at once.
    for _ in range(2):
        assert UNTOLD in await tell(village, f"{verb} {ALICE}")

    assert State.DRAFTED is (await there(village)).state
    village.network.silent_about.clear()
    village.network.hides.clear()
    assert UNTOLD not in await tell(village, f"{verb} {ALICE}")


async def test_who_was_not_asked_about_at_all_is_not_drafted_for(village: Village) -> None:
    with pytest.raises(ImpossibleError, match=UNTOLD):
        async with village.store.unit(village.owner) as unit:
            await carry_out(village.context, unit, Command(Verb.DRAFT, (ALICE,)))

    assert await invitation(village) is None


async def test_nothing_is_sent_to_whom_the_server_leaves_out(village: Village) -> None:
    await tell(village, f"draft {ALICE}")
    await tell(village, f"send {ALICE}")
    village.network.silent_about.add(village.alice)
    village.clock.advance(MINUTES)

    await go_round(village.context)

    assert [] == received(village)
    assert [OutboxState.CANCELLED] == [row.state for row in await rows_to(village)]
    assert State.DRAFTED is (await there(village)).state
    [told] = [text for text in village.received() if "not sent" in text]
    assert "could not be asked" in told
    village.network.silent_about.clear()
    await tell(village, f"send {ALICE}")
    await go_round(village.context)
    assert 1 == len(received(village))


@pytest.mark.parametrize("operation", FAILING)
async def test_a_message_waits_for_a_server_that_is_away(
    village: Village, operation: Operation
) -> None:
    await tell(village, f"draft {ALICE}")
    await tell(village, f"send {ALICE}")
    await go_round(village.context)
    await tell(village, f"edit {ALICE}: Hello Alice, tea?")
    village.clock.advance(MINUTES)
    before = len(received(village))
    village.world.failures.queue(operation, *[UnreachableError("no route")] * 9)

    await go_round(village.context)

    assert before == len(received(village))


@pytest.mark.parametrize(
    "change", ["#noinvite", "#nobot", "#noindex", "I am 16", "15歳", "born 2012", "collégienne"]
)
@pytest.mark.parametrize("moment", ["draft", "send", "sending"])
async def test_what_a_profile_says_since_a_minute_ago_is_heeded(
    village: Village, change: str, moment: str
) -> None:
    steps = ["draft", "send", "sending"]
    for verb in steps[: steps.index(moment)]:
        await tell(village, f"{verb} {ALICE}")
    village.world.describe(replace(village.world.account(village.alice), bio=change))

    answer = "" if moment == "sending" else await tell(village, f"{moment} {ALICE}")
    await go_round(village.context)

    assert "coffee" not in answer
    assert [] == received(village)
    assert all("coffee" not in text for text in village.received() if "not sent" in text)


async def test_a_mute_between_approval_and_sending_stops_the_message(village: Village) -> None:
    await tell(village, f"draft {ALICE}")
    await tell(village, f"send {ALICE}")
    village.world.mute(village.me, village.alice)
    village.clock.advance(MINUTES)

    await go_round(village.context)

    assert [] == received(village)
    assert [OutboxState.CANCELLED] == [row.state for row in await rows_to(village)]


@pytest.mark.parametrize("flag", [Flag.NOINDEX, Flag.UNDISCOVERABLE, Flag.MINOR, Flag.SUSPENDED])
async def test_a_setting_between_approval_and_sending_stops_the_message(
    village: Village, flag: Flag
) -> None:
    await tell(village, f"draft {ALICE}")
    await tell(village, f"send {ALICE}")
    now = replace(village.world.account(village.alice), flags=frozenset({flag}))
    village.world.describe(now)
    village.clock.advance(MINUTES)

    await go_round(village.context)

    assert [] == received(village)


async def test_a_digest_goes_out_without_whom_the_server_leaves_out() -> None:
    village = await acquainted(with_bruno=True)
    village.network.silent_about.add(village.alice)

    assert Outcome.QUEUED is await prepare_digest(village.context)
    done = [await go_round(village.context) for _ in range(3)]

    assert [None] * 3 == [round_done.digest for round_done in done]
    [text] = village.received()
    assert ("Bruno" in text, "Alice" in text) == (True, False)


@pytest.mark.parametrize("operation", FAILING)
async def test_a_digest_waits_where_nobody_could_be_asked_about(
    village: Village, operation: Operation
) -> None:
    village.world.failures.queue(operation, UnreachableError("no route"))

    with pytest.raises(UnreachableError):
        await prepare_digest(village.context)

    assert Outcome.QUEUED is await prepare_digest(village.context)


async def test_a_digest_is_composed_of_those_whose_network_answers(village: Village) -> None:
    elsewhere = World(NetworkName.BLUESKY, village.clock)
    me = elsewhere.join("me")
    fay = elsewhere.join("fay", "Fay")
    networks = {
        **village.context.networks,
        "me.elsewhere.example": MemoryNetwork(elsewhere, me, village.owner.id),
    }
    village.context = replace(village.context, networks=networks)
    for week in range(4):
        asked = elsewhere.post(fay, f"Number {week}?", mentions=(me,))
        village.clock.advance(timedelta(minutes=1))
        answered = elsewhere.post(me, "Yes!", reply_to=asked, mentions=(fay,))
        village.clock.advance(timedelta(minutes=1))
        elsewhere.post(fay, "Thanks", reply_to=answered, mentions=(me,))
        village.clock.advance(timedelta(days=7))
    await collect(village.context)
    village.clock.advance(MINUTES)
    village.world.failures.queue("relationships", *[UnreachableError("no route")] * 2)

    assert Outcome.QUEUED is await prepare_digest(village.context)

    await go_round(village.context)
    [text] = village.received()
    assert ("Fay" in text, "Alice" in text) == (True, False)


async def test_a_server_that_never_heard_of_somebody_bars_nobody(village: Village) -> None:
    elsewhere = World(NetworkName.MASTODON, village.clock, "elsewhere.example")
    other = MemoryNetwork(elsewhere, elsewhere.join("me"), village.owner.id)
    networks = {"@me@elsewhere.example": other, **village.context.networks}
    village.context = replace(village.context, networks=networks)
    await collect(village.context)
    village.clock.advance(MINUTES)

    assert Outcome.QUEUED is await prepare_digest(village.context)
    assert "Draft for Alice Martin" in await tell(village, f"draft {ALICE}")


async def test_an_account_without_a_secret_cannot_ask_and_says_so() -> None:
    village = await acquainted(without_a_word=True)
    village.context = replace(
        village.context, public=frozenset({"@me@village.example"}), send_as_me=frozenset()
    )

    assert "Draft for Alice Martin" in await tell(village, f"draft {ALICE}")

    assert "Whether they block you, the server does not say." in await tell(village, f"why {ALICE}")


async def test_a_server_that_never_tells_who_blocks_is_written_from_and_that_is_said() -> None:
    house = Household()
    capabilities = replace(CAPABILITIES[NetworkName.MASTODON], tells_blocked_by=False)
    network = MemoryNetwork(house.world, house.me, house.owner.id, capabilities=capabilities)
    house.context = replace(house.context, networks={"@me@village.example": network})
    house.chat(house.alice)
    await collect(house.context)

    assert "Draft for Alice Martin" in await tell(house, f"draft {ALICE}")

    assert "Whether they block you, the server does not say." in await tell(house, f"why {ALICE}")


async def test_a_block_is_not_forgotten_because_a_server_leaves_somebody_out(
    village: Village,
) -> None:
    village.world.block(village.alice, village.me)
    await read_anew(village.context, [village.alice])
    village.network.silent_about.add(village.alice)
    village.clock.advance(timedelta(days=2))
    await collect(village.context)

    assert "One of you blocks the other." in await tell(village, f"draft {ALICE}")


async def test_whose_new_account_blocks_the_owner_is_not_drafted_for(village: Village) -> None:
    new = village.world.join("alice", "Alice Martin", host="new.example")
    old = village.world.account(village.alice)
    village.world.describe(replace(old, flags=frozenset({Flag.MOVED}), move=Move(new, shown=True)))
    village.world.block(new, village.me)

    assert "One of you blocks the other." in await tell(village, f"draft {ALICE}")


async def test_it_is_asked_in_few_requests() -> None:
    village = await acquainted(with_bruno=True)
    village.network.asked.clear()

    await tell(village, f"draft {ALICE}")
    assert ["describe", "relationships"] == village.network.asked
    village.network.asked.clear()
    village.clock.advance(MINUTES)
    await prepare_digest(village.context)

    assert ["describe", "relationships"] == village.network.asked


async def test_what_a_server_does_not_tell_is_not_asked_with_every_round() -> None:
    village = await acquainted(without_a_word=True)
    for hours in (25, 1, 1, 1):
        village.clock.advance(timedelta(hours=hours))
        await collect(village.context)

    # At first, and once more a day later.
    assert ["relationships"] * 2 == village.network.asked


@pytest.mark.parametrize("public", [True, False])
async def test_an_answer_that_says_nothing_is_no_answer(village: Village, *, public: bool) -> None:
    if public:
        village.context = replace(village.context, public=frozenset({"@me@village.example"}))
    village.network.says_nothing = True

    answers = [await tell(village, f"draft {ALICE}") for _ in range(2)]

    assert [public] * 2 == ["Draft for Alice" in answer for answer in answers]
