from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.situations import in_situation
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from tests.services.household import Household


@pytest.fixture
async def house() -> Household:
    """There is a draft for Alice."""
    return await in_situation("drafted")


@pytest.fixture
async def visitor(house: Household) -> Visitor:
    return await Visitor(house.context).enter()
