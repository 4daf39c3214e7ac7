"""The kept session: one file, its owner's alone, so that signing in is rare."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

import anyio
import msgspec
from msgspec import Struct, field

from bot import regular_file
from bot.domain.outside import keep_secret
from bot.errors import SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_OTHERS: Final = 0o077
_POLL_SECONDS: Final = 0.05
_PATIENCE_SECONDS: Final = 45.0
_UNSAFE: Final = re.compile(r"[^a-z0-9.-]+")


class Session(Struct, frozen=True):
    """What lets us in, and what was done lately that is rationed. Times are unix seconds.

    `named` is the DID that the account's name in the config led to when it was signed in, by that
    name. `password_hash` tells whether the app password has been replaced since. No part of it is
    ever logged: its `repr` is its name, and its tokens are taken out of whatever is shown.
    """

    did: str = ""
    handle: str = ""
    pds: str = ""
    access: str = ""
    refresh: str = ""
    password_hash: str = ""
    found_at: float = 0.0
    sign_ins: list[float] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for token in (self.access, self.refresh):
            if token:
                keep_secret(token)

    def __repr__(self) -> str:
        return "Session(…)"


class SessionFile:
    """Where the session of one account is kept, for all processes that use it.

    Args:
        folder: made when it is missing, for its owner alone.
        name: the account, as the owner wrote it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        stem = _UNSAFE.sub("_", name.lower())
        self._folder = folder
        self._path = folder / f"{stem}.json"
        self._lock = folder / f"{stem}.lock"
        self._task_lock = anyio.Lock()

    def read(self) -> Session:
        """What is kept; an empty session where there is none, or none that can be read.

        Raises:
            SignInError: others than its owner may read it.
        """
        try:
            with open(self._path, "rb", opener=regular_file.opened) as file:
                mode = os.fstat(file.fileno()).st_mode
                kept = file.read()
        except FileNotFoundError:
            return Session()
        except OSError as error:
            raise self._unusable(error) from error
        if mode & _OTHERS:
            message = f"{self._path} is open to other users: close it with chmod 600."
            raise SignInError(message)
        try:
            return msgspec.json.decode(kept, type=Session)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Session()

    def write(self, session: Session) -> None:
        """Keep a session in place of the one before, whole or not at all.

        Raises:
            SignInError: it cannot be written; the one before is still there.
        """
        beside = self._path.with_suffix(f".{secrets.token_hex(4)}.new")
        try:
            self._make_folder()
            with _made(beside) as file:
                os.write(file, msgspec.json.encode(session))
                os.fsync(file)
            beside.replace(self._path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise self._unusable(error) from error

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Be the only one, among tasks and processes, to change the session.

        Raises:
            SignInError: the folder cannot be written to.
            UnreachableError: another process has held it for too long.
        """
        async with self._task_lock:
            try:
                self._make_folder()
                handle = regular_file.opened(self._lock, os.O_RDWR | os.O_CREAT)
            except OSError as error:
                raise self._unusable(error) from error
            try:
                await self._wait_for(handle)
                yield
            finally:
                os.close(handle)

    async def _wait_for(self, handle: int) -> None:
        with anyio.move_on_after(_PATIENCE_SECONDS):
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    await anyio.sleep(_POLL_SECONDS)
                else:
                    return
        message = f"Another process has been signing in for long ({self._lock}); try again later."
        raise UnreachableError(message)

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)

    def _unusable(self, error: OSError) -> SignInError:
        return SignInError(f"{self._path} cannot be used: {error.strerror}.")


def hashed(password: str, kept: str = "") -> str:
    """A salted hash of a password, with the salt of `kept` where that is one."""
    salt = kept.partition("$")[0] or secrets.token_hex(16)
    digest = hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**13, r=8, p=1, dklen=32)
    return f"{salt}${digest.hex()}"


@contextmanager
def _made(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE_MODE)
    try:
        yield handle
    finally:
        os.close(handle)
