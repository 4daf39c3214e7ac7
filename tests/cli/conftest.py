from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from adapters.memory.village import _Builder
from tests.cli.terminal import Terminal
from tests.stores import work_in_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adapters.memory.script import Conversation
    from adapters.memory.villagers import Villager


@pytest.fixture(autouse=True)
def _in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """One command runs at a time. In tests/e2e/process, stores have their threads."""
    work_in_place(monkeypatch)


@pytest.fixture(scope="session")
def talk() -> Callable[..., list[Conversation]]:
    """What is said in the village: made up once for all tests, as it is always the same."""
    made: dict[tuple[object, range], list[Conversation]] = {}
    make_up = _Builder._all_conversations

    def recalled(self: _Builder, people: list[Villager]) -> list[Conversation]:
        about = self.world.network, self._weeks
        if about not in made:
            made[about] = list(make_up(self, people))
        return made[about]

    return recalled


@pytest.fixture(autouse=True)
def _talk(monkeypatch: pytest.MonkeyPatch, talk: Callable[..., list[Conversation]]) -> None:
    monkeypatch.setattr(_Builder, "_all_conversations", talk)


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


@pytest.fixture(scope="session")
def after_a_digest(tmp_path_factory: pytest.TempPathFactory, collected_store: Path) -> Path:
    """The folder of a village after a digest that names Solène under 1, for tests to copy."""
    folder = tmp_path_factory.mktemp("suggested")
    once = Terminal(folder)
    once.write_config()
    shutil.copy(collected_store, folder)
    once.read("--config", str(folder / "terrasse.toml"), "digest", "--send")
    return folder


@pytest.fixture
def suggested(village: Terminal, after_a_digest: Path) -> Terminal:
    """The village, after a digest that names Solène under 1."""
    shutil.copytree(after_a_digest, village.folder, dirs_exist_ok=True)
    return village
