from __future__ import annotations

import pytest

from tests.services.household import Household
from tests.stores import compile_once


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)


@pytest.fixture
def house() -> Household:
    return Household()
