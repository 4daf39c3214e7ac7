"""A server process that cannot outlive whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.labs.failure import LabError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_MORTAL = Path(__file__).with_name("mortal.py")
_POLL_S = 0.02
_TAIL = 2_000


def mortal(
    command: Sequence[str | Path], farewell: signal.Signals, user: str | None = None
) -> list[str | Path]:
    """A command that does the same and gets this signal from the kernel when we are gone.

    To be run from a process's main thread, as the kernel watches the thread. What the command
    itself starts is its own affair.
    """
    wrapper: list[str | Path] = [sys.executable, "-I", "-S", _MORTAL]
    return [*wrapper, str(os.getpid()), str(int(farewell)), user or "-", *command]


class Server:
    """One running server.

    Its output goes to `log`. It is stopped by `stop`, and by the kernel if this process ends
    without: both send `farewell`, the signal at which it ends quickly. See `mortal`.
    """

    def __init__(  # noqa: PLR0913 (what it takes to start a process)
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        farewell: signal.Signals = signal.SIGTERM,
        user: str | None = None,
        folder: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.name = Path(command[0]).name
        self.log = log
        self._farewell = farewell
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                mortal(command, farewell, user),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **(env or {})},
            )

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until it is ready.

        Raises:
            LabError: it ended, or was not ready in time.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.is_running:
                raise LabError(self._tell("ended"))
            if time.monotonic() > deadline:
                raise LabError(self._tell(f"was not ready in {seconds:.0f} s"))
            time.sleep(_POLL_S)

    def stop(self, *, seconds: float = 10) -> None:
        """End it, by force when it takes longer than that."""
        if self.is_running:
            self._process.send_signal(self._farewell)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _tell(self, what: str) -> str:
        tail = self.log.read_text(errors="replace")[-_TAIL:]
        return f"{self.name} {what}. The end of its output:\n{tail}"
