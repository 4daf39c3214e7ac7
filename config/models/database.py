"""Where the store lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import ConfigError
from config.paths import expanded, xdg_directory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SQLITE: Final = "sqlite:///"


def database(text: str, folder: Path) -> str:
    """Read a URL, and make its path absolute.

    Raises:
        ValueError: it is not of SQLite, or names no file. The message never repeats it, as
            other databases take a password in theirs.
    """
    path = text.removeprefix(_SQLITE)
    if path == text or not path or "?" in path:
        message = f'must be the address of an SQLite file, such as "{_SQLITE}terrasse.db".'
        raise ValueError(message)
    return f"{_SQLITE}{expanded(path, folder)}"


def default_database(environ: Mapping[str, str]) -> str:
    """`terrasse.db` in the XDG data directory.

    Raises:
        ConfigError: there is no home directory to put it into.
    """
    folder = xdg_directory("XDG_DATA_HOME", ".local/share", environ)
    if folder is None:
        message = (
            "There is no home directory to keep the store in: "
            f'write url = "{_SQLITE}/path/to/terrasse.db" under [store] in the config file.'
        )
        raise ConfigError(message)
    return f"{_SQLITE}{folder / 'terrasse.db'}"
