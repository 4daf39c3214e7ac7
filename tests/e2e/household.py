"""A household in a folder of its own, used through the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.e2e.labs.lab import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Folder:
    """A config, its secrets and a store; `environment` is all that a call is given besides."""

    def __init__(self, path: Path, config: str, environment: dict[str, str] | None = None) -> None:
        self.path = path
        self._environment = environment or {}
        (path / "terrasse.toml").write_text(config)

    @property
    def store(self) -> Path:
        """The database."""
        return self.path / "terrasse.db"

    def keep_secret(self, name: str, secret: str) -> None:
        """Put a secret where the config names it."""
        path = self.path / name
        path.write_text(secret)
        path.chmod(0o600)

    def start(self, *words: str, altered: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a call of the command line; `altered` is what the module of that name is told."""
        program = "tests.e2e.altered" if altered else "bot"
        return subprocess.Popen(
            [sys.executable, "-m", program, *words],
            cwd=self.path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "HOME": str(self.path),
                **self._environment,
                **(altered or {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def type(self, *words: str, code: int = 0, altered: Mapping[str, str] | None = None) -> str:
        """A call of the command line that ends with this code, and what it prints."""
        with self.start(*words, altered=altered) as process:
            out, err = process.communicate(timeout=120)
        assert process.returncode == code, err
        return out
