"""Messages to the owner, written to a file."""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import regular_file
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import UnreachableError
from bot.ports import Capabilities, Found, NotThere, Obstacle, RemoteId
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from bot.ports import Message, ReadBack

SEPARATOR: Final = "\n\n---\n\n"
_MODE: Final = 0o600
_UNWRITABLE: Final = marked("{path} cannot be written: {why}. It is tried again later.")
_UNREADABLE: Final = marked("{path} cannot be read: {why}. It is tried again later.")
_LIMITS: Final = Limits(graphemes=1_000_000)


class FileMessenger:
    """Adds each message to the end of the file that it is addressed to.

    The file is replaced as a whole: a reader never sees half a message, and a crash leaves the
    file as it was.
    """

    capabilities = Capabilities(_LIMITS, _LIMITS, idempotency_key=True)

    async def limits_to(self, to: str) -> Limits:  # noqa: ARG002 (a file has no limit)
        """The limits of a message in any file."""
        return _LIMITS

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why the file could not be written."""
        folder = Path(to).parent
        if not folder.is_dir():
            said = marked("{folder} is not a directory: make it, or name another file.")
            return Obstacle(Sentence(said, folder=folder))
        if not os.access(folder, os.W_OK):
            said = marked("{folder} cannot be written to by this user.")
            return Obstacle(Sentence(said, folder=folder))
        if await asyncio.to_thread(_is_something_else, Path(to)):
            said = marked("{file} is not a regular file: name another one.")
            return Obstacle(Sentence(said, file=to))
        return None

    async def send(self, message: Message) -> RemoteId:
        """Add the message, once: one that is there already is not added again.

        Raises:
            UnreachableError: the file cannot be written; it is as it was.
        """
        return await asyncio.to_thread(_add, Path(message.to), message)

    async def blank(self, path: str, ref: str) -> None:
        """Replace the text of the message with this ref by an ellipsis; the ref stays.

        Raises:
            UnreachableError: the file cannot be read or written; it is as it was.
        """
        await asyncio.to_thread(_blank, Path(path), ref)

    async def without(self, path: str, refs: Collection[str]) -> str:
        """The text of a file but for the messages with these refs.

        Raises:
            UnreachableError: the file cannot be read.
        """
        messages = (await asyncio.to_thread(_read, Path(path))).split(SEPARATOR)
        return SEPARATOR.join(
            message for message in messages if not any(_ends_in(message, ref) for ref in refs)
        )

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:  # noqa: ARG002
        """Look for the message by its ref.

        Raises:
            UnreachableError: the file cannot be read.
        """
        path = Path(message.to)
        there = await asyncio.to_thread(_read, path)
        return Found(_id(path, message)) if _holds(there, message) else NotThere()


def _is_something_else(path: Path) -> bool:
    return os.path.lexists(path) and not path.is_file()


def _add(path: Path, message: Message) -> RemoteId:
    try:
        with _locked(path.parent):
            there = _read(path)
            if not _holds(there, message):
                _replace(path, f"{there}{SEPARATOR if there else ''}{message.text}\n")
    except OSError as problem:
        raise _unreachable(path, _UNWRITABLE, problem) from problem
    return _id(path, message)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _blank(path: Path, ref: str) -> None:
    if not path.exists():
        return
    try:
        with _locked(path.parent):
            _unfinished(path).unlink(missing_ok=True)  # of a process that was killed
            messages = _read(path).split(SEPARATOR)
            blanked = [
                f"…\n\n{ref}\n" if _ends_in(message, ref) else message for message in messages
            ]
            if blanked != messages:
                _replace(path, SEPARATOR.join(blanked))
    except OSError as problem:
        raise _unreachable(path, _UNWRITABLE, problem) from problem


def _ends_in(message: str, ref: str) -> bool:
    return any(line.rpartition(" ")[2] == ref for line in message.splitlines()[-1:])


def _read(path: Path) -> str:
    try:
        return regular_file.read(path).decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        raise _unreachable(path, _UNREADABLE, problem) from problem


def _holds(text: str, message: Message) -> bool:
    return any(line.rpartition(" ")[2] == message.ref for line in text.splitlines())


def _replace(path: Path, text: str) -> None:
    mode = path.stat().st_mode if path.exists() else _MODE
    new = _unfinished(path)
    regular_file.write(new, text.encode())
    new.chmod(mode)
    new.replace(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock the folder against other processes of ours, and flush it to the disk at the end."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _id(path: Path, message: Message) -> RemoteId:
    return RemoteId(f"{path.absolute().as_uri()}#{message.ref}")


def _unreachable(path: Path, sentence: str, problem: Exception) -> UnreachableError:
    odd = Sentence(marked("it is not UTF-8"))
    why = reason(problem) if isinstance(problem, OSError) else odd
    return UnreachableError(sentence, path=path, why=why)
