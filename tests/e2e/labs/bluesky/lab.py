"""The lab as tests use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.e2e.labs.bluesky.account import Account
from tests.e2e.labs.bluesky.control import Control
from tests.e2e.labs.bluesky.info import Info
from tests.e2e.labs.bluesky.installation import Installation
from tests.e2e.labs.failure import LabError
from tests.e2e.labs.xrpc import Xrpc

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).parents[4]
"""The checkout."""

SUPERVISOR = (sys.executable, "-m", "tests.e2e.labs.bluesky.supervisor")

_STOP_S = 30


class Lab:
    """A network that runs for the length of a `with` block, fresh and empty.

    Missing parts are installed first. With `rate_limits` the PDS counts requests as in
    production. `pid` is the one process that owns all others.
    """

    def __init__(self, *, rate_limits: bool = False) -> None:
        self._options = ["--rate-limits"] if rate_limits else []
        self._supervisor: subprocess.Popen[str] | None = None
        self._info: Info | None = None

    def __enter__(self) -> Self:
        Installation().complete()
        self._supervisor = subprocess.Popen(
            [*SUPERVISOR, *self._options],
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

    @property
    def control(self) -> Control:
        """What no client could do."""
        return Control(self.info.control)

    @property
    def appview(self) -> Xrpc:
        """The AppView, as somebody who is not signed in sees it."""
        return Xrpc(self.info.appview)

    def sign_up(self, name: str) -> Account:
        """Make the account `name`.test; the name has 3 characters or more."""
        return Account.create(self.info.pds, f"{name}.test")

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
    """Wait until a supervisor says where its network is.

    Raises:
        LabError: it ended without.
    """
    line = supervisor.stdout.readline() if supervisor.stdout else ""
    if not line:
        raise LabError(supervisor.communicate()[1])
    return Info.parse(line)
