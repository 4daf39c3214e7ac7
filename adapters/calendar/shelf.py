"""Planned meetings as `.ics` files in a folder, for a calendar program to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot import regular_file
from bot.domain.sentence import marked, reason
from bot.errors import CalendarError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER_MODE: Final = 0o700


class FolderShelf:
    """Writes each meeting to a private file, named after its UID.

    Files are replaced atomically: no reader sees half a meeting, and a crash or a full disk
    leaves the old file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, uid: str, content: bytes) -> str:
        """Write the file, unless it has that content already; returns its path.

        Raises:
            CalendarError: the file cannot be written; the old one stays.
        """
        path = self._path(uid)
        try:
            await asyncio.to_thread(_put, path, content)
        except OSError as problem:
            raise CalendarError(
                marked("The meeting cannot be written to {path}: {why}."),
                path=path,
                why=reason(problem),
            ) from problem
        return str(path)

    async def remove(self, uid: str) -> None:
        """Delete the file, if it is there.

        Raises:
            CalendarError: it cannot be deleted.
        """
        path = self._path(uid)
        try:
            await asyncio.to_thread(_remove, path)
        except OSError as problem:
            raise CalendarError(
                marked("The meeting {path} cannot be deleted: {why}."),
                path=path,
                why=reason(problem),
            ) from problem

    def _path(self, uid: str) -> Path:
        return self._folder / f"{quote(uid, safe='@')}.ics"


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _remove(path: Path) -> None:
    if path.parent.is_dir():
        for file in (path, _unfinished(path)):
            file.unlink(missing_ok=True)
        regular_file.flush(path.parent)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    if path.exists() and regular_file.read(path) == content:
        return
    new = _unfinished(path)
    try:
        regular_file.write(new, content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    regular_file.flush(path.parent)
