"""The lab from the command line: python -m tests.e2e.labs.snac install|start|stop|status.

`start` takes the names of the accounts to make, and prints their passwords.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.snac import background
from tests.e2e.labs.snac.installation import Installation
from tests.e2e.labs.snac.lab import PEOPLE, ROOT, SUPERVISOR, announced


def main() -> int:
    """Do what is asked; say how long it took."""
    parser = argparse.ArgumentParser(prog="tests.e2e.labs.snac")
    parser.add_argument("act", choices=sorted(_ACTS))
    parser.add_argument("names", nargs="*", default=PEOPLE)
    arguments = parser.parse_args()
    begun = time.monotonic()
    try:
        said = _ACTS[arguments.act](arguments.names)
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    sys.stderr.write(f"{time.monotonic() - begun:.1f} s\n")
    return 0


def _install(_names: list[str]) -> str:
    installation = Installation()
    installation.complete()
    return f"Installed in {installation.folder}"


def _start(names: list[str]) -> str:
    if (found := background.find()) is not None:
        return found.info.to_json()
    Installation().complete()
    supervisor = subprocess.Popen(
        [*SUPERVISOR, "--background", *names],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return announced(supervisor).to_json()


def _stop(_names: list[str]) -> str:
    if (found := background.find()) is None:
        return "The lab is not running."
    background.stop(found)
    return "Stopped."


def _status(_names: list[str]) -> str:
    if (found := background.find()) is not None:
        return found.info.to_json()
    installed = "installed" if Installation().is_complete else "not installed"
    return f"The lab is not running; it is {installed}."


_ACTS = {"install": _install, "start": _start, "stop": _stop, "status": _status}

if __name__ == "__main__":
    sys.exit(main())
