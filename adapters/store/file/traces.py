"""Which files hold certain texts: backups, exports and logs beside the database."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from adapters.store.file.backup import known_backups
from adapters.store.file.wal import OWN, companion
from bot import regular_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_AT_ONCE: Final = 1 << 20
"""Bytes."""
_OWN: Final = ("", *OWN)


def files_with(texts: Collection[str], database: Path) -> list[str]:
    """The files beside the database, and the backups of it, that hold any of these texts.

    In UTF-8, or escaped as in JSON; not in what is compressed or encrypted. A file that cannot be
    read is named as well: what it holds is unknown.

    Raises:
        StoreUnavailableError: the list of backups cannot be read.
    """
    needles = {form.encode() for text in texts for form in (text, json.dumps(text)[1:-1]) if form}
    own = {companion(database, suffix) for suffix in _OWN}
    with os.scandir(database.parent) as entries:
        beside = [database.parent / entry.name for entry in entries if entry.is_file()]
    found = sorted({*beside, *known_backups(database)} - own)
    return [str(path) for path in found if path.exists() and _holds(path, needles)]


def _holds(path: Path, needles: Collection[bytes]) -> bool:
    try:
        return any(
            needle in part for part in _parts(path, max(map(len, needles))) for needle in needles
        )
    except OSError:
        return True


def _parts(path: Path, overlap: int) -> Iterator[bytes]:
    """The file in parts, each with the end of the one before it."""
    with open(path, "rb", opener=regular_file.opened) as file:
        part = b""
        while read := file.read(_AT_ONCE):
            part = part[-overlap:] + read
            yield part
