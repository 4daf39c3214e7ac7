"""Radicale on loopback: a CalDAV server, in a virtual environment of its own in the cache."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from adapters.calendar.sources import authorization
from tests.e2e.labs.cache import Slot
from tests.e2e.labs.failure import LabError
from tests.e2e.labs.ports import LOOPBACK, free_ports
from tests.e2e.labs.process import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

USER: Final = "me"
PASSWORD: Final = "pässword"  # noqa: S105 (of a server that lives for a test)
_RELEASE: Final = "radicale==3.9.0"
_START_S: Final = 30
_SETTINGS: Final = """\
[server]
hosts = {host}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}/data
"""


class Radicale:
    """A running server with one account; `host` is its address and port."""

    def __init__(self, host: str) -> None:
        self.host = host

    def ask(self, method: str, path: str, body: str = "") -> int:
        """The status that a request as the account's owner is answered with."""
        connection = HTTPConnection(self.host, timeout=_START_S)
        headers = authorization(lambda: (USER, PASSWORD))
        try:
            connection.request(method, path, body.encode(), headers)
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def radicale() -> Iterator[Radicale]:
    """Start one, stop it at the end, keep nothing.

    Raises:
        LabError: it cannot be installed, or does not come up.
    """
    python = _installed()
    with TemporaryDirectory(prefix="terrasse-radicale-") as folder:
        server = Radicale(f"{LOOPBACK}:{free_ports(1)[0]}")
        settings, users = Path(folder) / "settings", Path(folder) / "users"
        settings.write_text(_SETTINGS.format(host=server.host, folder=folder))
        users.write_text(f"{USER}:{PASSWORD}\n")
        command: list[str | Path] = [python, "-m", "radicale", "--config", settings]
        process = Server(command, log=Path(folder) / "log")
        try:
            process.wait_until(lambda: _answers(server), seconds=_START_S)
            yield server
        finally:
            process.stop()


def _answers(server: Radicale) -> bool:
    try:
        return server.ask("GET", "/.web/") > 0
    except OSError:
        return False


def _installed() -> Path:
    slot = Slot("radicale", f"{_RELEASE}\n{sys.version}")
    with slot.filling() as folder:
        if folder is not None:
            _run(sys.executable, "-m", "venv", str(folder))
            _run(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", _RELEASE)
    return slot.folder / "bin" / "python"


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        message = f"{' '.join(command)} failed:\n{done.stderr}"
        raise LabError(message)
