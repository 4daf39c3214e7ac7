"""Where labs are installed, and how a half-made installation is told from a whole one."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = "installed"


def labs_folder() -> Path:
    """The folder of all labs: `$TERRASSE_LAB_DIR`, or one in the user's cache."""
    if chosen := os.environ.get("TERRASSE_LAB_DIR"):
        return Path(chosen)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "terrasse" / "labs"


class Slot:
    """The place of one version of a lab: another recipe is another folder.

    `recipe` is all that decides what gets installed.
    """

    def __init__(self, name: str, recipe: str) -> None:
        self.folder = labs_folder() / f"{name}-{sha256(recipe.encode()).hexdigest()[:12]}"
        self._marker = self.folder / _MARKER
        self._lock = self.folder.with_suffix(".lock")

    @property
    def is_filled(self) -> bool:
        """Whether an installation was finished here."""
        return self._marker.exists()

    @contextmanager
    def filling(self) -> Iterator[Path | None]:
        """The empty folder to install into, or `None` where somebody else has done it.

        Two that want the same slot wait for each other. The marker is written when the block
        ends well, so whatever a killed installation leaves is thrown away by the next one.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_filled:
                yield None
                return
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            yield self.folder
            self._marker.touch()
