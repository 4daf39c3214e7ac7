"""A server that runs on by itself, for work by hand: how it is found and stopped again.

There is at most one. It holds a lock for as long as it lives, so that a process id that has
become another process's is never taken for it.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.e2e.labs.cache import labs_folder
from tests.e2e.labs.failure import LabError
from tests.e2e.labs.snac.info import Info

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

_STOP_S = 20
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Background:
    """The one that runs: its process, and where it is."""

    pid: int
    info: Info


@contextmanager
def taken() -> Iterator[TextIO]:
    """Be the one in the background; gives the file for `announce`.

    Raises:
        LabError: there is one already.
    """
    path = _place()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _lock(file):
            message = "The lab is running already."
            raise LabError(message)
        file.truncate(0)
        yield file


def announce(file: TextIO, info: Info) -> None:
    """Say where the server is."""
    json.dump({"pid": os.getpid(), "info": info.to_json()}, file)
    file.flush()


def find() -> Background | None:
    """The one in the background, if it is up."""
    try:
        with _place().open() as file:
            written = "" if _lock(file) else file.read()
    except FileNotFoundError:
        return None
    if not written:
        return None
    state = json.loads(written)
    return Background(state["pid"], Info.parse(state["info"]))


def stop(found: Background) -> None:
    """Stop it and wait until it is gone.

    Raises:
        LabError: it does not go.
    """
    os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_S
    while find() is not None:
        if time.monotonic() > deadline:
            message = f"The lab, process {found.pid}, has not stopped in {_STOP_S} s."
            raise LabError(message)
        time.sleep(_POLL_S)


def _place() -> Path:
    return labs_folder() / "snac-running.json"


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
