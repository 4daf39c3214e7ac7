from __future__ import annotations

import pytest

from tests.services.household import Household


@pytest.fixture
def house() -> Household:
    return Household()
