"""One round on the invented village, as a real process that is killed at any moment."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.household import Folder
from tests.e2e.outbox import let_minutes_pass

if TYPE_CHECKING:
    from pathlib import Path

KILLS: Final = 15
SEED: Final = 20261206
CONFIG: Final = """\
timezone = "Europe/Paris"
[[watch]]
account = "@camille@village.example"
url = "memory:village"
[digest]
to = "file:digest.md"
[store]
url = "sqlite:///terrasse.db"
"""


class Household(Folder):
    """A village watched from a folder of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, CONFIG)

    def go_round(self) -> None:
        """One round, undisturbed."""
        self.type("run", "--once")

    @property
    def digests(self) -> str:
        path = self.path / "digest.md"
        return path.read_text() if path.exists() else ""

    def states(self) -> list[str]:
        with closing(sqlite3.connect(self.store)) as store:
            return [state for (state,) in store.execute("SELECT state FROM outbox ORDER BY id")]


@pytest.fixture
def household(tmp_path: Path) -> Household:
    return Household(tmp_path)


def test_two_rounds_on_one_store_send_one_digest(household: Household) -> None:
    household.go_round()
    first = household.digests
    household.go_round()

    assert "1 · " in first
    assert household.digests == first
    assert household.states() == ["sent"]


def test_a_kill_at_any_moment_leaves_the_one_digest_whole(household: Household) -> None:
    household.go_round()
    whole = household.digests
    length = _seconds(household)
    dice = random.Random(SEED)  # noqa: S311 (moments, not secrets)
    landed: list[str] = []
    for number in range(KILLS):
        context = Household(_folder(household.path, number))
        process = context.start("run", "--once")
        time.sleep(dice.uniform(0.2, 1.1) * length)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        for _ in range(3):
            with context.start("run", "--once") as following:
                said = following.communicate(timeout=120)[1]
            # A kill in the middle of the sending is told, and the message sent a minute later.
            assert following.returncode == 0 or "that was sending it stopped" in said, said
            let_minutes_pass(context.store)

        landed.append(context.digests)
        assert context.states() == ["sent"]
    assert {text.count("one meeting this fortnight: ") for text in landed} == {1}
    assert {len(text.splitlines()) for text in landed} == {len(whole.splitlines())}


def test_two_at_once_send_one_digest(household: Household) -> None:
    both = [household.start("run", "--once"), household.start("run", "--once")]
    said = {process.communicate(timeout=60)[1]: process.returncode for process in both}
    # The second says so and leaves, unless the first was done already.
    assert 0 in said.values()
    assert all("running already" in text for text, code in said.items() if code)
    let_minutes_pass(household.store)
    household.go_round()

    assert household.states() == ["sent"]
    assert household.digests.count("one meeting this fortnight: ") == 1


def _folder(parent: Path, number: int) -> Path:
    folder = parent / f"killed-{number}"
    folder.mkdir()
    return folder


def _seconds(household: Household) -> float:
    """How long a whole first round takes on this machine, right now."""
    context = Household(_folder(household.path, -1))
    start = time.monotonic()
    context.go_round()
    return time.monotonic() - start
