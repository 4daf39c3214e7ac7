from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from adapters.messenger.file import FileMessenger
from bot.errors import UnreachableError
from bot.ports import Found, Message, NotThere
from tests.builders import NOON

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


def letter(path: Path, ref: str, text: str = "Hello") -> Message:
    return Message(kind="direct", to=str(path), text=f"{text}\n\n{ref}", key="k", ref=ref)


async def test_messages_are_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    for number in (1, 2):
        await FileMessenger().send(letter(path, f"ref{number}", f"Letter {number}"))

    assert path.read_text() == "Letter 1\n\nref1\n\n\n---\n\nLetter 2\n\nref2\n"


async def test_a_message_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    first = await FileMessenger().send(letter(path, "ref1"))
    again = await FileMessenger().send(letter(path, "ref1"))

    assert first == again
    assert path.read_text().count("ref1") == 1


async def test_a_message_is_read_back_by_its_ref(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    sent = await FileMessenger().send(letter(path, "ref1", "a line that says ref2 inside"))

    assert await FileMessenger().find_sent(letter(path, "ref1"), NOON) == Found(sent)
    assert await FileMessenger().find_sent(letter(path, "ref2"), NOON) == NotThere()


async def test_without_a_file_nothing_was_sent(tmp_path: Path) -> None:
    assert await FileMessenger().find_sent(letter(tmp_path / "none", "r"), NOON) == NotThere()


async def test_the_file_is_the_owners_alone_unless_they_opened_it(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    await FileMessenger().send(letter(path, "ref1"))
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)

    await FileMessenger().send(letter(path, "ref2"))

    assert path.stat().st_mode & 0o777 == 0o644


async def test_many_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    await asyncio.gather(*(FileMessenger().send(letter(path, f"r{n}")) for n in range(20)))

    text = path.read_text()
    assert sorted(f"r{n}" for n in range(20)) == sorted(
        line for line in text.splitlines() if line.startswith("r")
    )
    assert not path.with_name(".digest.md.new").exists()


async def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digest.md"
    await FileMessenger().send(letter(path, "ref1"))
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("adapters.messenger.file.os.fsync", full)
    with pytest.raises(UnreachableError, match="No space left on device"):
        await FileMessenger().send(letter(path, "ref2"))

    assert path.read_bytes() == before
