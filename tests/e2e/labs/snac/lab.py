"""The lab as tests use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.snac.info import Info
from tests.e2e.labs.snac.installation import Installation
from tests.e2e.labs.snac.sign_in import sign_in

if TYPE_CHECKING:
    from types import TracebackType

    from tests.e2e.labs.snac.api import Api

ROOT = Path(__file__).parents[4]
"""The checkout."""

SUPERVISOR = (sys.executable, "-m", "tests.e2e.labs.snac.supervisor")
PEOPLE = ("anna", "bruno", "chloe")

_STOP_S = 30


class Lab:
    """A server that runs for the length of a `with` block, fresh, with these accounts.

    It is installed first where it is missing. `pid` is the one process that owns all others.
    """

    def __init__(self, *names: str) -> None:
        self._names = names or PEOPLE
        self._supervisor: subprocess.Popen[str] | None = None
        self._info: Info | None = None
        self._signed_in: dict[str, Api] = {}

    def __enter__(self) -> Self:
        Installation().complete()
        self._supervisor = subprocess.Popen(
            [*SUPERVISOR, *self._names],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Ctrl-C is for us; the supervisor hears of our end through its stdin.
            start_new_session=True,
        )
        try:
            self._info = announced(self._supervisor)
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
    def info(self) -> Info:
        """Where it is, and who lives there."""
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

    def sign_in(self, name: str) -> Api:
        """Act as one of its accounts; the token is kept for the next time."""
        if name not in self._signed_in:
            self._signed_in[name] = sign_in(self.info, name)
        return self._signed_in[name]

    def _stop(self) -> None:
        if self._supervisor is None:
            return
        try:
            self._supervisor.communicate(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.communicate()
        self._supervisor = None


def announced(supervisor: subprocess.Popen[str]) -> Info:
    """Wait until a supervisor says where its server is.

    Raises:
        LabError: it ended without.
    """
    line = supervisor.stdout.readline() if supervisor.stdout else ""
    if not line:
        raise LabError(supervisor.communicate()[1])
    return Info.parse(line)
