"""One daemon on a store: the second says so and leaves, and everything else works beside it."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import CONFIG, Terminal
from tests.e2e.process.test_signals import read_until, start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator


@pytest.fixture
def daemon(collected: Terminal) -> Iterator[subprocess.Popen[str]]:
    process = start("-m", "bot", "run", "--log-level", "debug", cwd=collected.folder)
    read_until(process, '"started"')
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("words", [("run",), ("run", "--once")], ids="-".join)
def test_a_second_one_says_so_and_leaves(
    collected: Terminal, daemon: subprocess.Popen[str], words: tuple[str, ...]
) -> None:
    second = collected.type(*words)

    assert (2, "") == (second.exit_code, second.stdout)
    assert f"Terrasse is running already (process {daemon.pid}) on the store" in second.stderr
    assert "end the other one first" in second.stderr
    assert daemon.poll() is None


def test_the_store_is_the_same_by_another_name(
    collected: Terminal, daemon: subprocess.Popen[str]
) -> None:
    (collected.folder / "link.db").symlink_to("terrasse.db")
    (collected.folder / "link.db.generation").symlink_to("terrasse.db.generation")
    collected.write_config(CONFIG.replace("terrasse.db", "link.db"))

    assert 2 == collected.type("run", "--once").exit_code
    assert daemon.poll() is None


def test_other_commands_work_beside_it(collected: Terminal, daemon: subprocess.Popen[str]) -> None:
    for words in (["people"], ["collect"], ["known", "maud"], ["doctor"], ["rebuild"], ["undo"]):
        collected.read(*words)
    assert daemon.poll() is None


def test_one_that_was_killed_bars_nobody(
    collected: Terminal, daemon: subprocess.Popen[str]
) -> None:
    daemon.send_signal(signal.SIGKILL)
    daemon.communicate()

    collected.read("run", "--once")


def test_a_copy_is_another_store(collected: Terminal, daemon: subprocess.Popen[str]) -> None:
    copy = collected.folder / "copy"
    copy.mkdir()
    for file in collected.folder.glob("terrasse.*"):
        shutil.copy(file, copy)

    process = start("-m", "bot", "run", "--once", cwd=copy)
    out, said = process.communicate(timeout=120)

    assert (0, "", "") == (process.returncode, out, said)
    assert daemon.poll() is None


@pytest.mark.parametrize("left", [b"", b"what is this", b"99999999999999999999999", b"-1\n"])
def test_what_lies_in_the_file_bars_nobody(collected: Terminal, left: bytes) -> None:
    (collected.folder / "terrasse.db.running").write_bytes(left)

    collected.read("run", "--once")


def test_a_file_that_cannot_be_written_is_told(collected: Terminal) -> None:
    (collected.folder / "terrasse.db.running").mkdir()

    ended = collected.type("run", "--once")

    assert 1 == ended.exit_code
    assert "terrasse.db.running" in ended.stderr
