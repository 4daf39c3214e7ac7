"""One run of the server, and the folder that holds its data."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.ports import LOOPBACK, free_ports
from tests.e2e.labs.process import Server
from tests.e2e.labs.running import Running
from tests.e2e.labs.snac.api import Api, ApiError
from tests.e2e.labs.snac.info import Info
from tests.e2e.labs.snac.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_START_S = 30
_COMMAND_S = 30
_THREADS = 64
"""It delivers to itself over HTTP: with few threads, those that send wait for each other."""

_PASSWORD = re.compile(r"User password is (\S+)")


@contextmanager
def server(names: Sequence[str]) -> Iterator[Running[Info]]:
    """Start it with these accounts, stop it at the end, keep nothing.

    Raises:
        LabError: it does not come up.
    """
    program = Installation().program
    with TemporaryDirectory(prefix="terrasse-snac-") as folder:
        data, port = Path(folder) / "data", free_ports(1)[0]
        host = f"{LOOPBACK}:{port}"
        # Address, port, host, and neither a path before the accounts' nor a mail address.
        _command([program, "init", data], answers=[LOOPBACK, str(port), host, "", ""])
        _configure(data / "server.json")
        passwords = {name: _add(program, data, name) for name in names}
        with _one_core():
            httpd = Server([program, "httpd", data], log=Path(folder) / "log")
        try:
            info = Info(f"http://{host}", passwords, str(data))
            httpd.wait_until(lambda: _answers(info.url), seconds=_START_S)
            yield Running(info, (httpd,))
        finally:
            httpd.stop()


@contextmanager
def _one_core() -> Iterator[None]:
    """Have all that is started meanwhile share one core.

    The server names a delivery's file by the microsecond (snac 2.75: `enqueue_shared_input` in
    data.c, `tid` in snac.c). Two threads that take one in within the same microsecond write to
    the same file, and one of the two is lost for good, though both were answered with 202. On
    one core the threads take turns, and a turn takes longer than that.
    """
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _configure(path: Path) -> None:
    settings = json.loads(path.read_text())
    settings |= {"protocol": "http", "disable_inbox_collection": True, "num_threads": _THREADS}
    path.write_text(json.dumps(settings, indent=1))


def _add(program: Path, data: Path, name: str) -> str:
    said = _command([program, "adduser", data, name])
    found = _PASSWORD.search(said)
    if found is None:
        message = f"There is no account {name}: {said}"
        raise LabError(message)
    return found[1]


def _command(command: Sequence[str | Path], answers: Sequence[str] = ()) -> str:
    done = subprocess.run(
        command,
        check=False,
        input="".join(f"{answer}\n" for answer in answers),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_COMMAND_S,
    )
    if done.returncode != 0:
        message = f"snac {command[1]} failed: {done.stdout}"
        raise LabError(message)
    return done.stdout


def _answers(url: str) -> bool:
    try:
        Api(url).get("/api/v1/instance")
    except (OSError, ApiError):
        return False
    return True
