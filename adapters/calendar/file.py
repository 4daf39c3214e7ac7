"""A calendar in a file, as `vdirsyncer` and export menus write them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from adapters.calendar.ical import MAX_BYTES
from bot import regular_file
from bot.errors import CalendarError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class FileSource:
    """Reads one `.ics` file, each time anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def texts(self, start: datetime, end: datetime) -> Sequence[str]:  # noqa: ARG002
        """The whole file.

        Raises:
            CalendarError: it cannot be read, or is too large.
        """
        return [await asyncio.to_thread(self._read)]

    def _read(self) -> str:
        try:
            raw = regular_file.read(self._path, MAX_BYTES + 1)
        except OSError as problem:
            message = f"{self._path} cannot be read: {problem.strerror}."
            raise CalendarError(message) from problem
        if len(raw) > MAX_BYTES:
            message = f"{self._path} is larger than {MAX_BYTES >> 20} MiB: export fewer years."
            raise CalendarError(message)
        return raw.decode("utf-8-sig", errors="replace")
