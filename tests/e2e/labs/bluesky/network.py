"""The processes of one run, and the folder that holds their data."""

from __future__ import annotations

import json
import shutil
import signal
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.e2e.labs.bluesky.info import Info
from tests.e2e.labs.bluesky.installation import SOURCES, Installation
from tests.e2e.labs.ports import free_ports
from tests.e2e.labs.postgres import Postgres
from tests.e2e.labs.process import Server
from tests.e2e.labs.running import Running

if TYPE_CHECKING:
    from collections.abc import Iterator

_SERVICES = ("plc", "pds", "appview", "bsync", "chat", "control")
_START_S = 120
_OTHERS_MAY_ENTER = 0o711


@contextmanager
def network(*, rate_limits: bool) -> Iterator[Running[Info]]:
    """Start everything, stop it at the end, keep nothing.

    With `rate_limits` the PDS counts requests as in production.

    Raises:
        LabError: a server does not come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="terrasse-bluesky-")))
        folder.chmod(_OTHERS_MAY_ENTER)  # PostgreSQL may run as another user
        postgres = Postgres(folder / "postgres")
        stack.callback(postgres.server.stop)
        services = _start_services(folder, postgres.url, rate_limits=rate_limits)
        stack.callback(services.stop)
        services.wait_until(lambda: _announcement(services.log) is not None, seconds=_START_S)
        info = Info.parse(_announcement(services.log) or "")
        yield Running(info, (postgres.server, services))


def _start_services(folder: Path, database: str, *, rate_limits: bool) -> Server:
    installation = Installation()
    # Node looks for packages beside the file that imports them.
    sources = Path(shutil.copytree(SOURCES, folder / "services"))
    (sources / "node_modules").symlink_to(installation.modules)
    scratch = folder / "scratch"
    scratch.mkdir()
    config = {
        "ports": dict(zip(_SERVICES, free_ports(len(_SERVICES)), strict=True)),
        "database": database,
        "rateLimits": rate_limits,
    }
    return Server(
        [installation.node.path, sources / "main.mjs", json.dumps(config)],
        log=folder / "services.log",
        farewell=signal.SIGTERM,
        folder=sources,
        env={"TMPDIR": str(scratch), "LOG_ENABLED": "false", "NODE_ENV": "test"},
    )


def _announcement(log: Path) -> str | None:
    """The line of JSON in which the services say where they are."""
    lines = log.read_text().splitlines(keepends=True)
    return next((line for line in lines if line.startswith("{") and line.endswith("\n")), None)
