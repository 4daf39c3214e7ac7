"""Memory of the daemon, beside the goal, when it has read both networks and waits.

The networks are the tests' small servers, within this process; the daemon is one of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from benchmarks.figure import Figure

GOAL: Final = 110.0
"""MiB."""
IDLE_AFTER: Final = 15
"""Seconds: by then all has been read."""


def measure() -> list[Figure]:
    """MiB of resident memory."""
    with tempfile.TemporaryDirectory() as folder:
        mib = asyncio.run(_idle(Path(folder)))
    return [
        Figure(
            name="memory",
            work="the idle daemon, both networks",
            ours=mib,
            peer=GOAL,
            peer_name="the goal",
            goal=1,
        )
    ]


async def _idle(folder: Path) -> float:
    from tests.adapters.bluesky.server import HANDLE, PASSWORD, atproto  # noqa: PLC0415
    from tests.fakes.mastodon import Mastodon  # noqa: PLC0415
    from tests.fakes.mastodon.running import serving  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        mastodon = Mastodon()
        token = mastodon.token(mastodon.sign_up("camille"))
        url = await stack.enter_async_context(serving(mastodon))
        bluesky = await stack.enter_async_context(atproto(folder))
        _write_config(folder, url, HANDLE)
        pds = bluesky.server.url("")
        environment = {
            **os.environ,
            "TERRASSE_PLC": pds,
            "TERRASSE_APPVIEW": pds,
            "TOKEN": token,
            "PASSWORD": PASSWORD,
        }
        daemon = await asyncio.create_subprocess_exec(
            *(Path(sys.executable).with_name("terrasse"), "run"),
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.sleep(IDLE_AFTER)
            if daemon.returncode is not None or not _has_read_both(folder):
                message = "the daemon has not read both accounts"
                raise AssertionError(message)
            return _resident(daemon.pid)
        finally:
            if daemon.returncode is None:
                daemon.terminate()
            await daemon.wait()


def _write_config(folder: Path, mastodon: str, handle: str) -> None:
    (folder / "terrasse.toml").write_text(f"""\
timezone = "Europe/Paris"
[[watch]]
account = "@camille@mastodon.example"
url = "{mastodon}"
secret = "env:TOKEN"
[[watch]]
account = "{handle}"
secret = "env:PASSWORD"
[digest]
to = "file:digest.md"
[store]
url = "sqlite:///terrasse.db"
""")


def _has_read_both(folder: Path) -> bool:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(folder / "terrasse.db") as database:
        query = "SELECT count(*) FROM watches WHERE collected_at IS NOT NULL"
        (count,) = database.execute(query).fetchone()
    return bool(count == len(("mastodon", "bluesky")))


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
