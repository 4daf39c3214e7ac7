"""A lab that runs on by itself, for work by hand: how it is found and stopped again."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from tests.e2e.labs.cache import labs_folder
from tests.e2e.labs.failure import LabError
from tests.e2e.labs.info import InfoT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from tests.e2e.labs.info import LabInfo
    from tests.e2e.labs.kind import Kind

_STOP_S = 30
_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Background(Generic[InfoT]):
    """The one of its kind in the background. Its process is `pid`, while it runs."""

    pid: int
    info: InfoT


@contextmanager
def held(kind: Kind[InfoT]) -> Iterator[TextIO]:
    """Be the one in the background: the file to write to with `announce`, locked.

    The lock ends with the process, however that ends: a process id alone would not tell, as
    it may have become another process's.

    Raises:
        LabError: there is one already.
    """
    path = _state(kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _lock(file):
            message = "The lab is running already."
            raise LabError(message)
        file.truncate(0)
        yield file


def announce(file: TextIO, info: LabInfo) -> None:
    """Say where the lab is."""
    json.dump({"pid": os.getpid(), "info": info.to_json()}, file)
    file.flush()


def find(kind: Kind[InfoT]) -> Background[InfoT] | None:
    """The one in the background, if there is one and it is up."""
    try:
        with _state(kind).open() as file:
            written = "" if _lock(file) else file.read()
    except FileNotFoundError:
        return None
    if not written:
        return None
    state = json.loads(written)
    return Background(state["pid"], kind.info.parse(state["info"]))


def stop(kind: Kind[InfoT], running: Background[InfoT]) -> None:
    """Stop it and wait until it is gone.

    Raises:
        LabError: it does not go.
    """
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_S
    while find(kind) is not None:
        if time.monotonic() > deadline:
            message = f"The lab, process {running.pid}, has not stopped in {_STOP_S} s."
            raise LabError(message)
        time.sleep(_POLL_S)


def _state(kind: Kind[InfoT]) -> Path:
    return labs_folder() / f"{kind.name}-running.json"


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
