"""What the lab needs, put in the cache once."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

from tests.e2e.labs import packages
from tests.e2e.labs.cache import Slot
from tests.e2e.labs.node import NODE, Node

SOURCES = Path(__file__).with_name("node")
"""Our own JavaScript, and package.json with the versions."""

_COMPILED = "better-sqlite3"
"""Its compiled form is offered for download elsewhere, but not by the registry."""

_TO_RUN = {"initdb": "postgresql", "postgres": "postgresql", "pg_isready": "postgresql"}
_TO_COMPILE = {"g++": "g++", "make": "make"}


class Installation:
    """The lab's programs: PostgreSQL from Debian, Node.js from PyPI, the services from npm."""

    def __init__(self) -> None:
        recipe = "\n".join(
            [(SOURCES / "package.json").read_text(), NODE, _COMPILED, platform.machine()]
        )
        self._slot = Slot("bluesky", recipe)
        self.node = Node(self._slot.folder / "node")
        self.modules = self._slot.folder / "services" / "node_modules"

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._slot.folder

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self._slot.is_filled and all(packages.find(program) for program in _TO_RUN)

    def complete(self) -> None:
        """Install what is missing: minutes the first time, nothing afterwards.

        Raises:
            LabError: a package of the system is missing, and only root could install it.
        """
        if self.is_complete:
            return
        packages.require(_TO_RUN if self._slot.is_filled else {**_TO_RUN, **_TO_COMPILE})
        with self._slot.filling() as folder:
            if folder is None:
                return
            sys.stderr.write(f"Installing the Bluesky lab in {folder}: minutes, but once.\n")
            self.node.install()
            self.modules.parent.mkdir()
            shutil.copy(SOURCES / "package.json", self.modules.parent)
            self.node.install_packages(self.modules.parent)
            self.node.compile(self.modules / _COMPILED)
