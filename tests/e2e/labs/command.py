"""A lab from the command line, for work by hand."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Generic

from tests.e2e.labs import background
from tests.e2e.labs.failure import LabError
from tests.e2e.labs.info import InfoT
from tests.e2e.labs.lab import announced, launch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.e2e.labs.kind import Kind


class Command(Generic[InfoT]):
    """Installs a lab, runs it in the background, and does to it there what `more` names.

    `parser` reads the act; a lab may add arguments of its own.
    """

    def __init__(self, kind: Kind[InfoT], **more: Callable[[InfoT], str]) -> None:
        self._kind = kind
        self._more = more
        self._acts = {
            "install": self._install,
            "start": self._start,
            "status": self._status,
            "stop": self._stop,
        }
        self.parser = ArgumentParser(prog=kind.package)
        self.parser.add_argument("act", choices=[*self._acts, *more])

    def carry_out(self, act: str, options: Sequence[str] = ()) -> int:
        """Do what is asked and say how long it took; gives the exit status.

        `options` are the supervisor's, where one is started.
        """
        begun = time.monotonic()
        try:
            said = self._do(act, options)
        except LabError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        sys.stdout.write(f"{said}\n")
        sys.stderr.write(f"{time.monotonic() - begun:.1f} s\n")
        return 0

    def _do(self, act: str, options: Sequence[str]) -> str:
        if act in self._acts:
            return self._acts[act](options)
        if (running := background.find(self._kind)) is None:
            message = "The lab is not running: start it first."
            raise LabError(message)
        return self._more[act](running.info)

    def _install(self, _options: Sequence[str]) -> str:
        installation = self._kind.installation()
        installation.complete()
        return f"Installed in {installation.folder}"

    def _start(self, options: Sequence[str]) -> str:
        if (running := background.find(self._kind)) is not None:
            return running.info.to_json()
        supervisor = launch(self._kind, "--background", *options, stdin=subprocess.DEVNULL)
        return announced(self._kind, supervisor).to_json()

    def _status(self, _options: Sequence[str]) -> str:
        if (running := background.find(self._kind)) is not None:
            return running.info.to_json()
        installed = "installed" if self._kind.installation().is_complete else "not installed"
        return f"The lab is not running; it is {installed}."

    def _stop(self, _options: Sequence[str]) -> str:
        if (running := background.find(self._kind)) is None:
            return "The lab is not running."
        background.stop(self._kind, running)
        return "Stopped."
