"""Programs from Debian's packages: found, or installed when we may."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.labs.failure import LabError

if TYPE_CHECKING:
    from collections.abc import Mapping

_POSTGRESQL = Path("/usr/lib/postgresql")
"""Debian keeps each version's programs here, outside the search path."""


def require(programs: Mapping[str, str]) -> None:
    """See to it that these programs, by name with their packages, are there.

    Raises:
        LabError: some are missing, and only root could install them.
    """
    missing = {package for program, package in programs.items() if find(program) is None}
    if not missing:
        return
    names = " ".join(sorted(missing))
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        message = f"The lab needs packages that are not there. Install them: {names}"
        raise LabError(message)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *names.split()]):
        subprocess.run([apt, "--quiet", *arguments], check=True, env=environment)
    if still := [program for program in programs if find(program) is None]:
        message = f"Installed {names}, and yet there is no {', '.join(still)}."
        raise LabError(message)


def find(program: str) -> Path | None:
    """Where a program is, the newest PostgreSQL's among them."""
    if found := shutil.which(program):
        return Path(found)
    versions = (path for path in _POSTGRESQL.glob("*") if path.name.isdigit())
    for version in sorted(versions, key=lambda path: int(path.name), reverse=True):
        if found := shutil.which(program, path=version / "bin"):
            return Path(found)
    return None


def program(name: str) -> Path:
    """Where a required program is.

    Raises:
        LabError: it is not there.
    """
    if (path := find(name)) is None:
        message = f"There is no {name}: install the lab first."
        raise LabError(message)
    return path
