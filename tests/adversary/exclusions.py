"""What the owner or Alice does that keeps her from being met, whatever account she has."""

from __future__ import annotations

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
