"""The web page as a process of its own serves it."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.e2e.altered import AHEAD
from tests.e2e.labs.lab import ROOT
from tests.e2e.labs.process import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY: Final = datetime(2026, 11, 25, 9, tzinfo=UTC)
"""A Wednesday on which the village looks the same whenever it is looked at."""
_START_S: Final = 60
_LINK: Final = re.compile(r"(https?://\S+?)/enter/\S+")


class Served:
    """A page that is served: `base` is its address, `link` the one that opens it, once."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.wait_until(lambda: self._found is not None, seconds=_START_S)
        found = self._found
        assert found is not None
        self.base, self.link = found[1], found[0]

    @property
    def _found(self) -> re.Match[str] | None:
        return _LINK.search(self.printed)

    @property
    def printed(self) -> str:
        """All that the process has printed."""
        return self._server.log.read_text()


@contextmanager
def serving(
    folder: Path, *words: str, language: str = "en", at: datetime | None = None
) -> Iterator[Served]:
    """Serve it by a call of the command line in a folder, as if it began at that moment."""
    with _started(folder, *words, language=language, at=at) as server:
        yield Served(server)


@contextmanager
def beside_the_daemon(folder: Path) -> Iterator[tuple[Served, Path]]:
    """Serve it by `terrasse run`, opened by a new link; also the file that holds the journal."""
    with _started(folder, "run") as server:
        server.wait_until(lambda: "--new-link" in server.log.read_text(), seconds=_START_S)
        with serving(folder, "web", "--new-link") as served:
            yield served, server.log


@contextmanager
def _started(
    folder: Path, *words: str, language: str = "en", at: datetime | None = None
) -> Iterator[Server]:
    ahead = timedelta(0) if at is None else at - datetime.now(UTC)
    server = Server(
        [sys.executable, "-m", "tests.e2e.altered", *words],
        log=folder / f"{'-'.join(words)}.log",
        folder=folder,
        env={
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "LC_ALL": f"{language}.UTF-8",
            AHEAD: repr(ahead / timedelta(days=1)),
        },
    )
    try:
        yield server
    finally:
        server.stop()
