"""A command that asks questions, as a real process on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import pytest

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60.0


class Dialogue:
    """Starts `terrasse` with these words; `said` is all that it wrote."""

    def __init__(self, folder: Path, *words: str, **environ: str) -> None:
        self.said = ""
        self._at = 0
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", **environ},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,  # a password is asked on this terminal, not on ours
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no thread)
        )
        os.close(theirs)

    def wait_for(self, text: str) -> Self:
        """Read until this is said, after what was waited for before."""
        until = time.monotonic() + PATIENCE_S
        while self._plain().find(text, self._at) < 0:
            if time.monotonic() > until or not self._read():
                self.kill()
                pytest.fail(f"no “{text}” in:\n{self._plain()[self._at :]}")
        self._at = self._plain().find(text, self._at) + len(text)
        return self

    def answer(self, question: str, text: str = "") -> Self:
        """Wait for a question, and type an answer and Enter."""
        self.wait_for(question).wait_for(": ")
        os.write(self._ours, f"{text}\n".encode())
        return self

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit code."""
        time.sleep(0.3)
        self._process.send_signal(signal.SIGINT)
        began = time.monotonic()
        code = self.ended()
        assert time.monotonic() - began < 10
        return code

    def close_input(self) -> int:
        """Press Ctrl-D; the exit code."""
        time.sleep(0.3)
        os.write(self._ours, b"\x04")
        return self.ended()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def ended(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self._process.wait(PATIENCE_S)

    def _plain(self) -> str:
        """What was said, in one line: it is wrapped."""
        return re.sub(r"\s+", " ", self.said)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], PATIENCE_S)[0]:
            self._process.kill()
            return False
        try:
            read = os.read(self._ours, 10_000)
        except OSError:  # the other end is closed
            return False
        self.said += read.decode(errors="replace")
        return bool(read)
