"""A lab as tests use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.info import InfoT

if TYPE_CHECKING:
    from types import TracebackType

    from tests.e2e.labs.kind import Kind

ROOT = Path(__file__).parents[3]
"""The checkout."""

_STOP_S = 30


class Lab(Generic[InfoT]):
    """A lab that runs for the length of a `with` block, fresh.

    Missing parts are installed first. `options` are its supervisor's. `pid` is the one process
    that owns all others.
    """

    def __init__(self, kind: Kind[InfoT], *options: str) -> None:
        self._kind = kind
        self._options = options
        self._supervisor: subprocess.Popen[str] | None = None
        self._info: InfoT | None = None

    def __enter__(self) -> Self:
        self._supervisor = launch(self._kind, *self._options, stdin=subprocess.PIPE)
        try:
            self._info = announced(self._kind, self._supervisor)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def info(self) -> InfoT:
        """Where its parts are."""
        if self._info is None:
            message = "The lab is not running: use it in a with block."
            raise LabError(message)
        return self._info

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        if self._supervisor is None:
            message = "The lab is not running: use it in a with block."
            raise LabError(message)
        return self._supervisor.pid

    def _stop(self) -> None:
        if self._supervisor is None:
            return
        try:
            self._supervisor.communicate(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.communicate()
        self._supervisor = None


def launch(kind: Kind[InfoT], *options: str, stdin: int) -> subprocess.Popen[str]:
    """Install what is missing, and start a supervisor with these options.

    Raises:
        LabError: it cannot be installed.
    """
    kind.installation().complete()
    return subprocess.Popen(
        [sys.executable, "-m", f"{kind.package}.supervisor", *options],
        cwd=ROOT,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Ctrl-C is for us; the supervisor hears of our end through its stdin.
        start_new_session=True,
    )


def announced(kind: Kind[InfoT], supervisor: subprocess.Popen[str]) -> InfoT:
    """Wait until a supervisor says where its servers are.

    Raises:
        LabError: it ended without.
    """
    line = supervisor.stdout.readline() if supervisor.stdout else ""
    if not line:
        raise LabError(supervisor.communicate()[1])
    return kind.info.parse(line)
