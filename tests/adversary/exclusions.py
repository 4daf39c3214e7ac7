"""What the owner or Alice does that keeps her from being met, whatever account she has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.services.collect.anew import read_anew
from tests.services.situations import tell

if TYPE_CHECKING:
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
    house.world.describe(replace(house.world.account(house.alice), bio="#nobot"))
    await read_anew(house.context, [house.alice])


async def minor(house: Household) -> None:
    """Her profile says that she is 16."""
    house.world.describe(replace(house.world.account(house.alice), bio="Bread. 16 she/her"))
    await read_anew(house.context, [house.alice])
