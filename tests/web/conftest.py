from __future__ import annotations

import pytest

from tests.services.household import Household
from tests.services.situations import in_situation
from tests.web.visitor import Visitor


@pytest.fixture
async def house() -> Household:
    """There is a draft for Alice."""
    return await in_situation("drafted")


@pytest.fixture
async def visitor(house: Household) -> Visitor:
    return await Visitor(house.context).enter()
