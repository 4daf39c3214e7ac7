from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stores import compile_once

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "terrasse.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"
