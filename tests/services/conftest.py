from __future__ import annotations

import pytest

from tests.services.household import Household
from tests.stores import work_in_place


@pytest.fixture(autouse=True)
def _in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    work_in_place(monkeypatch)


@pytest.fixture
def house() -> Household:
    return Household()
