"""The stored session: one private file for each account, so that signing in is rare."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import anyio
import msgspec
from msgspec import Struct, field

from bot import regular_file
from bot.domain.safety.outside import keep_secret
from bot.domain.sentence import marked, reason
from bot.errors import SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_FOLDER_MODE: Final = 0o700
_OTHERS: Final = 0o077
_POLL_SECONDS: Final = 0.05
_PATIENCE_SECONDS: Final = 45.0
_HASH_COST: Final = 2**13
"""Scrypt's N: some 30 ms."""
_UNSAFE: Final = re.compile(r"[^a-z0-9.-]+")


class Session(Struct, frozen=True):
    """Tokens, and the times of recent sign-ins and messages, in unix seconds.

    `named` maps the account's name in the config to the DID that was signed in. `password_hash`
    shows whether the app password has changed. Nothing of it is logged: its `repr` has no
    fields, and its tokens are redacted from all output.
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
    """The file of one account's session, shared by all processes.

    Args:
        folder: created if it is missing, with access for its owner only.
        name: the account, as in the config.
    """

    def __init__(self, folder: Path, name: str) -> None:
        stem = _UNSAFE.sub("_", name.lower())
        self._folder = folder
        self._path = folder / f"{stem}.json"
        self._lock = folder / f"{stem}.lock"
        self._task_lock = anyio.Lock()

    def read(self) -> Session:
        """Read the session; an empty one if there is none, or if it is invalid.

        Raises:
            SignInError: other users may read the file.
        """
        try:
            with open(self._path, "rb", opener=regular_file.opened) as file:
                mode = os.fstat(file.fileno()).st_mode
                content = file.read()
        except FileNotFoundError:
            return Session()
        except OSError as error:
            raise self._unusable(error) from error
        if mode & _OTHERS:
            raise SignInError(
                marked("{path} is open to other users: close it with chmod 600."), path=self._path
            )
        try:
            return msgspec.json.decode(content, type=Session)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Session()

    def write(self, session: Session) -> None:
        """Replace the file atomically.

        Raises:
            SignInError: it cannot be written; the old session stays.
        """
        new = regular_file.unfinished(self._path)
        try:
            self._make_folder()
            regular_file.write(new, msgspec.json.encode(session), must_be_new=True)
            new.replace(self._path)
        except OSError as error:
            with suppress(OSError):  # where it cannot be written, it is not there either
                new.unlink()
            raise self._unusable(error) from error

    def delete(self) -> None:
        """Delete the file.

        Raises:
            SignInError: it cannot be deleted.
        """
        try:
            regular_file.delete(self._path)
        except OSError as error:
            raise self._unusable(error) from error

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Lock the session against other tasks and processes.

        Raises:
            SignInError: the folder cannot be written to.
            UnreachableError: another process holds the lock for too long.
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
        raise UnreachableError(
            marked("Another process has been signing in for long ({lock}); try again later."),
            lock=self._lock,
        )

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)

    def _unusable(self, error: OSError) -> SignInError:
        return SignInError(
            marked("{path} cannot be used: {why}."), path=self._path, why=reason(error)
        )


def hashed(password: str, stored: str = "") -> str:
    """A salted hash of a password, with the salt of the hash `stored` if there is one."""
    salt = stored.partition("$")[0] or secrets.token_hex(16)
    digest = hashlib.scrypt(password.encode(), salt=salt.encode(), n=_HASH_COST, r=8, p=1, dklen=32)
    return f"{salt}${digest.hex()}"
