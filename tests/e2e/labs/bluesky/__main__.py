"""The lab from the command line, for work by hand.

Usage: python -m tests.e2e.labs.bluesky install|start|seed|status|stop
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from tests.e2e.labs.bluesky import background
from tests.e2e.labs.bluesky.installation import Installation
from tests.e2e.labs.bluesky.lab import ROOT, SUPERVISOR, announced
from tests.e2e.labs.bluesky.seed import seed
from tests.e2e.labs.failure import LabError


def main() -> int:
    """Do what is asked; say how long it took."""
    parser = argparse.ArgumentParser(prog="tests.e2e.labs.bluesky")
    parser.add_argument("act", choices=_ACTS)
    act = _ACTS[parser.parse_args().act]
    begun = time.monotonic()
    try:
        said = act()
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    sys.stderr.write(f"{time.monotonic() - begun:.1f} s\n")
    return 0


def _install() -> str:
    installation = Installation()
    installation.complete()
    return f"Installed in {installation.folder}"


def _start() -> str:
    if (running := background.find()) is not None:
        return running.info.to_json()
    Installation().complete()
    supervisor = subprocess.Popen(
        [*SUPERVISOR, "--background"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return announced(supervisor).to_json()


def _seed() -> str:
    if (running := background.find()) is None:
        message = "The lab is not running: start it first."
        raise LabError(message)
    seeded = seed(running.info)
    counts = ", ".join(f"{count} {kind}" for kind, count in seeded.counts.items())
    return f"{counts}. The owner: {seeded.owner.handle}, {seeded.owner.password}"


def _stop() -> str:
    if (running := background.find()) is None:
        return "The lab is not running."
    background.stop(running)
    return "Stopped."


def _status() -> str:
    if (running := background.find()) is not None:
        return running.info.to_json()
    installed = "installed" if Installation().is_complete else "not installed"
    return f"The lab is not running; it is {installed}."


_ACTS = {
    "install": _install,
    "start": _start,
    "seed": _seed,
    "status": _status,
    "stop": _stop,
}

if __name__ == "__main__":
    sys.exit(main())
