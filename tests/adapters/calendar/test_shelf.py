from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from adapters.calendar.shelf import FolderShelf
from bot.errors import CalendarError

if TYPE_CHECKING:
    from pathlib import Path

UID = "7f3a@terrasse"


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def test_a_meeting_lies_in_a_file_that_only_the_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "calendar" / "meetings"
    where = await FolderShelf(folder).put(UID, b"one")

    assert str(folder / "7f3a@terrasse.ics") == where
    assert b"one" == (folder / "7f3a@terrasse.ics").read_bytes()
    assert 0o600 == (folder / "7f3a@terrasse.ics").stat().st_mode & 0o777
    assert 0o700 == folder.stat().st_mode & 0o777


async def test_a_change_replaces_the_meeting(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    await shelf.put(UID, b"one")
    await shelf.put(UID, b"two")

    assert {"7f3a@terrasse.ics": b"two"} == held(tmp_path)


async def test_the_same_again_does_not_touch_the_file(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    await shelf.put(UID, b"one")
    path = tmp_path / "7f3a@terrasse.ics"
    before = path.stat()
    await shelf.put(UID, b"one")

    assert before.st_ino == path.stat().st_ino


async def test_a_full_disk_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = FolderShelf(tmp_path)
    await shelf.put(UID, b"one")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(CalendarError, match="No space left on device"):
        await shelf.put(UID, b"two")

    assert {"7f3a@terrasse.ics": b"one"} == held(tmp_path)


async def test_a_uid_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    await FolderShelf(tmp_path / "meetings").put("../../x", b"one")

    assert {"..%2F..%2Fx.ics": b"one"} == held(tmp_path / "meetings")
