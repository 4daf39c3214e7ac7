from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in an empty directory, without any config of whoever runs the tests."""
    for name in ("TERRASSE_CONFIG", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Paris")
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path)


@pytest.fixture
def village(terminal: Terminal) -> Terminal:
    """A terminal whose config watches the invented village and writes digests to a file."""
    terminal.write_config()
    return terminal


@pytest.fixture(scope="session")
def collected_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a village that was collected once, for tests to copy."""
    folder = tmp_path_factory.mktemp("village")
    once = Terminal(folder)
    once.write_config()
    once.read("--config", str(folder / "terrasse.toml"), "collect")
    return folder / "terrasse.db"


@pytest.fixture
def collected(village: Terminal, collected_store: Path) -> Terminal:
    """The village, already collected."""
    shutil.copy(collected_store, village.folder)
    return village
