"""Planned meetings as files in a folder, for a calendar program to pick up."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot import regular_file
from bot.errors import CalendarError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER_MODE: Final = 0o700


class FolderShelf:
    """Keeps each meeting in a file of its own, named after its UID, which only the owner reads.

    A file is replaced as a whole, so that whoever reads it never sees half a meeting, and so that
    a stop or a full disk in the middle leaves it as it was.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, uid: str, content: bytes) -> str:
        """Write the file, or leave it alone where it holds that content already.

        Raises:
            CalendarError: it cannot be written; it is as it was.
        """
        path = self._folder / f"{quote(uid, safe='@')}.ics"
        try:
            await asyncio.to_thread(_put, path, content)
        except OSError as problem:
            message = f"The meeting cannot be written to {path}: {problem.strerror}."
            raise CalendarError(message) from problem
        return str(path)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    if path.exists() and regular_file.read(path) == content:
        return
    new = path.with_name(f".{path.name}.new")
    try:
        with open(new, "wb", opener=regular_file.opened) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _make_last(path.parent)


def _make_last(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
