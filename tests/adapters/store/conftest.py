from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "terrasse.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"
