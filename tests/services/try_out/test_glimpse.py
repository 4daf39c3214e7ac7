"""A first look: accounts with certain marks are refused, and people with them not shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from adapters.memory.network import CAPABILITIES, MemoryNetwork
from bot.domain.people.identity import Flag, NetworkName
from bot.errors import NetworkError, RefusedError, UnreachableError, UserError
from bot.services.try_out.glimpse import look, own_account

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.services.try_out.glimpse import Glimpse
    from tests.services.household import Household

pytestmark = pytest.mark.anyio

MARKS: dict[str, tuple[dict[str, Any], str]] = {
    "nobot": ({"bio": "Gardener. #NoBot"}, "is marked #nobot"),
    "nobot-in-a-field": ({"fields": (("Robots", "#nobot"),)}, "is marked #nobot"),
    "noinvite": ({"bio": "Hi. #noinvite please"}, "is marked #noinvite"),
    "bot": ({"is_bot": True}, "is marked as a bot"),
    "minor": ({"bio": "Hi, I’m 16 and I love trains"}, "states an age under 18"),
    "noindex": ({"flags": frozenset({Flag.NOINDEX})}, "is marked noindex"),
    "members": ({"flags": frozenset({Flag.NO_UNAUTHENTICATED})}, "is marked !no-unauthenticated"),
    "undiscoverable": ({"flags": frozenset({Flag.UNDISCOVERABLE})}, "is not discoverable"),
    "suspended": ({"flags": frozenset({Flag.SUSPENDED})}, "is suspended or closed"),
    "memorial": ({"flags": frozenset({Flag.MEMORIAL})}, "is a memorial"),
    "moved": ({"flags": frozenset({Flag.MOVED})}, "has moved to another account"),
    "undescribed": ({"flags": frozenset({Flag.UNDESCRIBED})}, "has no profile that could be read"),
}
marks = pytest.mark.parametrize(("marked", "said"), MARKS.values(), ids=MARKS)


@pytest.fixture
def looked_at(house: Household) -> Household:
    """The context of a first look, with nothing collected yet."""
    object.__setattr__(house.context, "bot", None)
    return house


def mark(house: Household, who: AccountKey, marked: dict[str, Any]) -> None:
    house.world.describe(replace(house.world.account(who), **marked))


def names(seen: Glimpse) -> list[str]:
    return [ranked.person.name for ranked in seen.people]


async def test_those_who_talk_with_the_account_are_seen_best_first(looked_at: Household) -> None:
    looked_at.chat(looked_at.bruno, weeks=1)
    looked_at.chat(looked_at.alice, weeks=4)

    seen = await look(looked_at.context)

    assert ["Alice Martin", "Bruno"] == names(seen)
    assert (5, 5) == (seen.threads_read, seen.threads)
    assert (True, None) == (seen.tells_blocks, seen.silence)


@marks
async def test_whoever_carries_a_mark_is_not_shown(
    looked_at: Household, marked: dict[str, Any], said: str
) -> None:
    looked_at.chat(looked_at.alice, weeks=1)
    alone = await look(looked_at.context)
    mark(looked_at, looked_at.bruno, marked)
    looked_at.world.follow(looked_at.bruno, looked_at.me)
    looked_at.world.follow(looked_at.me, looked_at.bruno)
    looked_at.chat(looked_at.bruno, weeks=6)

    seen = await look(looked_at.context)

    assert said
    assert ["Alice Martin"] == names(alone) == names(seen)
    # Nor does the length of somebody's bar tell of whoever is not shown.
    assert seen.people[0].score.value == seen.best


@marks
async def test_an_account_that_carries_a_mark_is_not_looked_at(
    looked_at: Household, marked: dict[str, Any], said: str
) -> None:
    mark(looked_at, looked_at.me, marked)

    with pytest.raises(UserError, match=f"me@village.example {said}.*config file") as refusal:
        await own_account(looked_at.network, looked_at.clock.now())

    assert 2 == refusal.value.exit_code


async def test_all_that_was_read_is_named(looked_at: Household) -> None:
    flags = frozenset({Flag.NOINDEX, Flag.UNDISCOVERABLE})
    mark(looked_at, looked_at.me, {"flags": flags, "bio": "#nobot"})

    with pytest.raises(UserError, match="#nobot and is marked noindex and is not discoverable"):
        await own_account(looked_at.network, looked_at.clock.now())


async def test_an_account_without_marks_may_be_looked_at(looked_at: Household) -> None:
    account = await own_account(looked_at.network, looked_at.clock.now())

    assert looked_at.me == account.key


@pytest.mark.parametrize("is_theirs", [True, False])
async def test_a_block_either_way_leaves_somebody_out(
    looked_at: Household,
    is_theirs: bool,  # noqa: FBT001 (a table of cases)
) -> None:
    looked_at.chat(looked_at.alice, weeks=1)
    looked_at.chat(looked_at.bruno, weeks=3)
    two = [looked_at.bruno, looked_at.me]
    looked_at.world.block(*(two if is_theirs else reversed(two)))

    seen = await look(looked_at.context)

    assert ["Alice Martin"] == names(seen)
    assert seen.people[0].score.value == seen.best


class Forgetful(MemoryNetwork):
    """A network that leaves one account out of the relationships."""

    forgotten: AccountKey

    async def relationships(self, accounts: Any) -> Any:  # noqa: ANN401 (as the port has it)
        return await super().relationships([key for key in accounts if key != self.forgotten])


async def test_of_whom_nothing_is_told_is_not_shown_where_blocks_are_told(
    looked_at: Household,
) -> None:
    network = Forgetful(looked_at.world, looked_at.me, looked_at.owner.id)
    network.forgotten = looked_at.bruno
    looked_at.chat(looked_at.alice, weeks=1)
    looked_at.chat(looked_at.bruno, weeks=3)

    seen = await look(replace(looked_at.context, networks={"@me@village.example": network}))

    assert ["Alice Martin"] == names(seen)


@pytest.mark.parametrize("error", [UnreachableError("no route"), RefusedError("not here")])
async def test_nobody_is_shown_where_it_could_not_be_asked_who_blocks_whom(
    looked_at: Household, error: NetworkError
) -> None:
    looked_at.chat(looked_at.alice, weeks=3)
    looked_at.world.failures.queue("relationships", *[error] * 20)

    seen = await look(looked_at.context)

    assert [] == names(seen)
    assert error is seen.silence
    assert (3, 3) == (seen.threads_read, seen.threads)


async def test_where_blocks_are_never_told_everybody_is_shown_and_it_is_said(
    looked_at: Household,
) -> None:
    silent = replace(CAPABILITIES[NetworkName.MASTODON], tells_blocked_by=False)
    network = MemoryNetwork(looked_at.world, looked_at.me, looked_at.owner.id, capabilities=silent)
    looked_at.chat(looked_at.alice, weeks=3)

    seen = await look(replace(looked_at.context, networks={"@me@village.example": network}))

    assert ["Alice Martin"] == names(seen)
    assert not seen.tells_blocks


async def test_threads_that_cannot_be_read_are_counted(looked_at: Household) -> None:
    looked_at.chat(looked_at.alice, weeks=3)
    looked_at.world.failures.queue("thread", UnreachableError("no route"))

    seen = await look(looked_at.context)

    assert (2, 3) == (seen.threads_read, seen.threads)


async def test_an_account_that_cannot_be_found_is_an_error(looked_at: Household) -> None:
    looked_at.world.failures.queue("whoami", *[UnreachableError("no route")] * 4)

    with pytest.raises(UnreachableError):
        await look(looked_at.context)


async def test_posts_that_cannot_be_read_are_an_error(looked_at: Household) -> None:
    looked_at.chat(looked_at.alice, weeks=3)
    looked_at.world.failures.queue("history", *[UnreachableError("no route")] * 4)

    with pytest.raises(UnreachableError):
        await look(looked_at.context)
