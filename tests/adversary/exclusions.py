"""What the owner or Alice does that keeps her from being met, whatever account she has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.domain.people.identity import Flag
from bot.domain.ranking.reason import Reason
from bot.services.collect.anew import read_anew
from tests.services.situations import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.services.household import Household

ALICE: Final = "@alice@village.example"


async def never(house: Household) -> None:
    """The owner never wants to meet her."""
    await tell(house, f"never {ALICE}")


async def declined(house: Household) -> None:
    """She said no to an invitation."""
    await tell(house, f"draft {ALICE}")
    await tell(house, f"declined {ALICE}")


async def blocked(house: Household) -> None:
    """She blocks the owner, and it is known."""
    house.world.block(house.alice, house.me)
    house.clock.advance(timedelta(minutes=2))
    await read_anew(house.context, [house.alice])


async def muted(house: Household) -> None:
    """The owner mutes her, and it is known."""
    house.world.mute(house.me, house.alice)
    house.clock.advance(timedelta(minutes=2))
    await read_anew(house.context, [house.alice])


async def nobot(house: Household) -> None:
    """Her profile says so."""
    await describe(house, bio=f"{_bio(house)} #nobot")


async def noinvite(house: Household) -> None:
    """Her profile says so."""
    await describe(house, bio=f"{_bio(house)} #no-invite")


async def minor(house: Household) -> None:
    """Her profile says that she is 16."""
    await describe(house, bio=f"I'm 16. {_bio(house)}")


async def hidden(house: Household) -> None:
    """Her server says that she does not want to be found."""
    await describe(house, flags=frozenset({Flag.UNDISCOVERABLE}))


async def members_only(house: Household) -> None:
    """Her profile is for people who sign in, and no account of the owner's does."""
    house.context = replace(house.context, public=frozenset(house.context.networks))
    await describe(house, flags=frozenset({Flag.NO_UNAUTHENTICATED}))


async def describe(house: Household, **says: Any) -> None:  # noqa: ANN401 (what a profile says)
    """Let her profile say that, and read it."""
    house.world.describe(replace(house.world.account(house.alice), **says))
    await read_anew(house.context, [house.alice])


def _bio(house: Household) -> str:
    return house.world.account(house.alice).bio


EXCLUDED: Final[Mapping[Reason, Callable[[Household], Awaitable[None]]]] = {
    Reason.NEVER: never,
    Reason.DECLINED: declined,
    Reason.BLOCKED: blocked,
    Reason.NOBOT: nobot,
    Reason.NOINVITE: noinvite,
    Reason.MINOR: minor,
    Reason.UNDISCOVERABLE: hidden,
    Reason.MEMBERS_ONLY: members_only,
}
"""A way to each reason for which somebody is excluded for their own sake."""
