"""How long commands take, as whole processes.

`terrasse --help` beside what it cannot do without; `terrasse people`, on a store with 100,000
interactions with 2,000 people, beside the goal.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.figure import COMPILED, Figure

if TYPE_CHECKING:
    from bot.domain.people.identity import Owner

RUNS: Final = 11
COUNT: Final = 100_000
GOAL: Final = 1.2
"""Seconds that `people` may take; not all that it waits for, but what it computes."""
CONFIG: Final = """\
timezone = "Europe/Paris"
[[watch]]
account = "@camille@mastodon.example"
[digest]
to = "file:digest.md"
[store]
url = "sqlite:///terrasse.db"
"""


def measure() -> list[Figure]:
    """Seconds of CPU of whole processes, the median of runs in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "terrasse.toml").write_text(CONFIG)
        asyncio.run(fill(folder / "terrasse.db"))
        terrasse = str(Path(sys.executable).with_name("terrasse"))
        commands = (
            (terrasse, "--help"),
            (sys.executable, "-c", "import click"),
            (terrasse, "people"),
        )
        rounds = [[_seconds(folder, *command) for command in commands] for _ in range(RUNS)]
    helping, click, people = (median(times) for times in zip(*rounds, strict=True))
    return [
        Figure(
            name="start",
            work="terrasse --help",
            ours=helping,
            peer=click,
            peer_name="import click",
            goal=0.67,
        ),
        Figure(
            name="start",
            work=f"terrasse people, {COUNT} interactions",
            ours=people,
            peer=GOAL,
            peer_name="the goal",
            goal=1,
        ),
    ]


async def fill(path: Path) -> None:
    """Make a store of one owner's talk."""
    from adapters.store import open_store  # noqa: PLC0415
    from benchmarks.talk import ME, OWNER, accounts, talk  # noqa: PLC0415
    from bot.ports import Watch  # noqa: PLC0415

    owner: Owner = OWNER
    store = await open_store(f"sqlite:///{path}")
    async with store.unit(owner) as unit:
        await unit.people.save(accounts())
        await unit.watches.save(Watch("@camille@mastodon.example", ME))
        await unit.log.record(talk(COUNT))
    await store.close()


def _seconds(folder: Path, *command: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=COMPILED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
