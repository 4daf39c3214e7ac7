"""PostgreSQL for one run: fresh, fast, reachable through a socket file only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.e2e.labs.packages import program
from tests.e2e.labs.process import Server

if TYPE_CHECKING:
    from pathlib import Path

_SUPERUSER = "postgres"
_START_S = 60
_SETTINGS = {
    "listen_addresses": "",
    # Nothing here needs to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class Postgres:
    """A running PostgreSQL with one empty database."""

    def __init__(self, folder: Path) -> None:
        """Make its files in a folder, which is created, and start it."""
        folder.mkdir()
        # It refuses to run as root.
        user = _SUPERUSER if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [
                *(program("initdb"), "--pgdata", data, "--username", _SUPERUSER),
                *("--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        settings = {**_SETTINGS, "unix_socket_directories": str(folder)}
        self._folder = folder
        self.server = Server(
            [
                *(program("postgres"), "-D", data),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            log=folder / "log",
            # Its "fast shutdown": sessions are broken off, nothing is left behind.
            farewell=signal.SIGINT,
            user=user,
            folder=folder,
        )
        self.server.wait_until(self._answers, seconds=_START_S)

    @property
    def url(self) -> str:
        """How clients reach the database."""
        return f"postgresql://{_SUPERUSER}@localhost/postgres?host={quote(str(self._folder))}"

    def _answers(self) -> bool:
        probe: list[str | Path] = [program("pg_isready"), "--quiet", f"--host={self._folder}"]
        return subprocess.run(probe, check=False).returncode == 0
