"""The server's program, unpacked from Debian's package into the cache: no root needed."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tests.e2e.labs.cache import Slot
from tests.e2e.labs.failure import LabError

_PACKAGE = "snac2"
_RELEASE = "trixie"
"""The first Debian that has it. The program runs on the release before, too."""

_SOURCES = Path("/etc/apt")
_MIRROR = re.compile(r"(https?://\S+/debian)/?(?=\s|$)", re.MULTILINE)
_STATUS = Path("/var/lib/dpkg/status")


class Installation:
    """snac2, apart from the system's own packages."""

    def __init__(self) -> None:
        recipe = f"{_PACKAGE}\n{_RELEASE}\n{platform.machine()}"
        self._slot = Slot("snac", recipe)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._slot.folder

    @property
    def program(self) -> Path:
        """What to run."""
        return self.folder / "root" / "usr" / "bin" / "snac"

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self._slot.is_filled

    def complete(self) -> None:
        """Install it where it is missing: seconds the first time, nothing afterwards.

        Raises:
            LabError: this is not Debian, or the package cannot be had, or does not run here.
        """
        if self.is_complete:
            return
        for program in ("apt-get", "dpkg"):
            if shutil.which(program) is None:
                message = f"The lab comes from a Debian package, and there is no {program}."
                raise LabError(message)
        with self._slot.filling() as folder:
            if folder is None:
                return
            package = _download(folder)
            _run(["dpkg", "-x", str(package), str(folder / "root")], folder)
            _run([str(folder / "root" / "usr" / "bin" / "snac")], folder, may_fail=True)


def _download(folder: Path) -> Path:
    """Fetch the package by name, with lists and caches of our own."""
    state = folder / "apt"
    (state / "lists" / "partial").mkdir(parents=True)
    (state / "archives" / "partial").mkdir(parents=True)
    sources = state / "sources.list"
    sources.write_text(f"deb {_mirror()} {_RELEASE} main\n")
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": _STATUS,
        "Dir::Cache": state,
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
    }
    options = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
    _run(["apt-get", *options, "--quiet", "update"], folder)
    _run(["apt-get", *options, "--quiet", "download", _PACKAGE], folder)
    return next(folder.glob(f"{_PACKAGE}_*.deb"))


def _mirror() -> str:
    """The mirror that the system's own apt uses."""
    for path in [*sorted(_SOURCES.glob("sources.list.d/*")), _SOURCES / "sources.list"]:
        if path.is_file() and path.suffix in {".list", ".sources"}:
            lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
            if found := _MIRROR.search("\n".join(lines)):
                return found[1]
    message = "There is no Debian mirror among apt's sources."
    raise LabError(message)


def _run(command: list[str], folder: Path, *, may_fail: bool = False) -> None:
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lacks_library = "error while loading shared libraries" in done.stdout
    if lacks_library or (done.returncode != 0 and not may_fail):
        hint = " Install libcurl4." if lacks_library else ""
        message = f"{Path(command[0]).name} failed.{hint} It said:\n{done.stdout}"
        raise LabError(message)
