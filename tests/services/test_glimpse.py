from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.identity import Flag
from bot.errors import UnreachableError, UserError
from bot.services.glimpse import look, own_account

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


@pytest.fixture
def looked_at(house: Household) -> Household:
    """A household of which nothing but the account is known."""
    object.__setattr__(house.home, "bot", None)
    return house


async def test_those_who_talk_with_the_account_are_seen_best_first(looked_at: Household) -> None:
    looked_at.chat(looked_at.bruno, weeks=1)
    looked_at.chat(looked_at.alice, weeks=4)

    seen = await look(looked_at.home)

    assert [one.person.name for one in seen.people] == ["Alice Martin", "Bruno"]
    assert (seen.threads_read, seen.threads) == (5, 5)


async def test_whoever_asks_not_to_be_looked_at_is_left_out(looked_at: Household) -> None:
    world = looked_at.world
    shy = world.join("shy", "Shy")
    world.describe(replace(world.account(shy), flags=frozenset({Flag.NO_UNAUTHENTICATED})))
    world.describe(replace(world.account(looked_at.bruno), bio="Hi. #NoBot please"))
    for one in (shy, looked_at.bruno, looked_at.alice):
        looked_at.chat(one, weeks=3)

    seen = await look(looked_at.home)

    assert [one.person.name for one in seen.people] == ["Alice Martin"]


async def test_threads_that_cannot_be_read_are_counted(looked_at: Household) -> None:
    looked_at.chat(looked_at.alice, weeks=3)
    looked_at.world.failures.queue("thread", UnreachableError("no route"))

    seen = await look(looked_at.home)

    assert (seen.threads_read, seen.threads) == (2, 3)


async def test_an_account_that_cannot_be_found_is_an_error(looked_at: Household) -> None:
    looked_at.world.failures.queue("whoami", *[UnreachableError("no route")] * 4)

    with pytest.raises(UnreachableError):
        await look(looked_at.home)


@pytest.mark.parametrize(
    ("flags", "bio", "mark"),
    [
        ({Flag.NOINDEX}, "", "noindex"),
        ({Flag.NO_UNAUTHENTICATED}, "", "no-unauthenticated"),
        (set(), "Gardener. #NoBot", "#nobot"),
    ],
)
async def test_an_account_with_such_marks_is_not_looked_at(
    looked_at: Household, flags: set[Flag], bio: str, mark: str
) -> None:
    me = looked_at.world.account(looked_at.me)
    looked_at.world.describe(replace(me, flags=frozenset(flags), bio=bio))

    with pytest.raises(UserError, match=mark):
        await own_account(looked_at.network)


async def test_an_account_without_marks_may_be_looked_at(looked_at: Household) -> None:
    account = await own_account(looked_at.network)

    assert account.key == looked_at.me
