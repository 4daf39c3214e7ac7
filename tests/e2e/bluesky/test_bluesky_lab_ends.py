"""Nothing of the Bluesky lab outlives its starter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.bluesky import Lab
from tests.e2e.labs.lab import ROOT
from tests.e2e.labs.xrpc import Xrpc

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTER = """
import time
from tests.e2e.labs.bluesky import Lab
with Lab() as lab:
    print(lab.pid, flush=True)
    time.sleep(600)
"""

SECONDS = 15


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files, short in name and open to PostgreSQL's user."""
    with TemporaryDirectory(prefix="ends-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def descendants(pid: int) -> set[int]:
    """The processes that this one started, and those that they did."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(entry.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def left(pids: set[int]) -> set[int]:
    """Those that still run after a while."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        pids = {pid for pid in pids if runs(pid)}
        if not pids:
            break
        time.sleep(0.1)
    return pids


def runs(pid: int) -> bool:
    """Whether a process is there, and not only its exit status."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_leaving_the_block_ends_everything() -> None:
    with Lab() as lab:
        pids = {lab.pid, *descendants(lab.pid)}
        assert Xrpc(lab.info.pds).query("com.atproto.server.describeServer")

    assert len(pids) > 3
    assert set() == {pid for pid in pids if runs(pid)}


@pytest.mark.parametrize("victim", ["starter", "supervisor"])
def test_being_killed_ends_everything(victim: str, scratch: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        supervisor = int(starter.stdout.readline())
        pids = {supervisor, *descendants(supervisor)}
        os.kill(starter.pid if victim == "starter" else supervisor, signal.SIGKILL)

        remaining = left(pids)
        starter.kill()

    assert len(pids) > 3
    assert set() == remaining
    if victim == "starter":
        assert list(scratch.iterdir()) == []
