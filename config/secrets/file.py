"""A file that holds a secret, and that nobody but its owner may read."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import regular_file
from bot.domain.sentence import marked, reason
from bot.errors import ConfigError
from config.secrets.redaction import discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 65_536
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def check(path: Path) -> None:
    """Check the file without reading it.

    Raises:
        ConfigError: it does not exist, is no regular file, cannot be opened, or others than
            its owner may use it.
    """
    with _opened(path) as handle:
        _judge_mode(path, handle)


def read(path: Path, *, private: bool = True) -> bytes:
    """Read what the file holds, checked as it is opened.

    `private` asks that only its owner may use it.

    Raises:
        ConfigError: as `check`; or it is too long for a secret.
    """
    with _opened(path) as handle:
        if private:
            _judge_mode(path, handle)
        found = os.read(handle, _LONGEST + 1)
    if len(found) > _LONGEST:
        raise ConfigError(
            marked("The secret file {name} is too long to hold a secret."), name=discreet(str(path))
        )
    return found


def write(path: Path, text: str) -> None:
    """Replace a file by one that only its owner may read; nobody sees half of it.

    Raises:
        ConfigError: it cannot be written; the old one stays.
    """
    path = Path(os.path.realpath(path))  # which, unlike `resolve`, takes a loop of links
    new = regular_file.unfinished(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        regular_file.write(new, text.encode(), must_be_new=True)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):  # where it cannot be written, it is not there either
            new.unlink()
        raise ConfigError(
            marked("{name} cannot be written: {why}."), name=discreet(str(path)), why=reason(error)
        ) from None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    name = discreet(str(path))
    try:
        # Non-blocking, as opening a pipe would wait for a writer.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise ConfigError(
            marked(
                "The secret file {name} does not exist. For an account, terrasse login "
                "ACCOUNT makes it; else write the secret into it, and make it yours alone "
                "with chmod 600."
            ),
            name=name,
        ) from None
    except OSError as error:
        raise ConfigError(
            marked("The secret file {name} cannot be read: {why}."), name=name, why=reason(error)
        ) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ConfigError(
                marked("The secret file {name} is not a regular file: name a file of text."),
                name=name,
            )
        yield handle
    finally:
        os.close(handle)


def _judge_mode(path: Path, handle: int) -> None:
    if os.fstat(handle).st_mode & _OTHERS:
        name = discreet(str(path))
        raise ConfigError(
            marked("The secret file {name} is open to other users: close it with chmod 600."),
            name=name,
        )
