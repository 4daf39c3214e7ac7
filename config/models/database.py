"""Where the store lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.domain.sentence import marked
from bot.errors import ConfigError, UnfitError
from config.paths import expanded, xdg_directory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = "postgresql://"


def database(text: str, folder: Path) -> str:
    """Read a URL, and make a file's path absolute.

    Raises:
        ValueError: it names neither a SQLite file nor a PostgreSQL database, or it holds a
            password. The message never repeats it.
    """
    if is_on_server(text):
        return _on_server(text)
    path = text.removeprefix(_SQLITE)
    if path == text or not path or "?" in path:
        raise UnfitError(
            marked(
                'must be the address of an SQLite file, such as "{sqlite}terrasse.db", or of '
                "a PostgreSQL database."
            ),
            sqlite=_SQLITE,
        )
    return f"{_SQLITE}{expanded(path, folder)}"


def _on_server(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.path.strip("/")) and (parts.port is None or bool(parts.port))
    except ValueError:
        is_whole = False
        parts = urlsplit(_POSTGRESQL)
    if parts.password is not None or "password" in parts.query:
        raise UnfitError(
            marked(
                "must not hold a password: put it into a file of its own, chmod 600, and "
                'name that as secret = "file:NAME" under [store].'
            )
        )
    if not is_whole:
        raise UnfitError(
            marked('must name the database, such as "{postgresql}me@db.example/terrasse".'),
            postgresql=_POSTGRESQL,
        )
    return text


def is_on_server(url: str) -> bool:
    """Whether a store URL names a PostgreSQL database."""
    return url.startswith(_POSTGRESQL)


def default_database(environ: Mapping[str, str]) -> str:
    """`terrasse.db` in the XDG data directory.

    Raises:
        ConfigError: there is no home directory to put it into.
    """
    folder = xdg_directory("XDG_DATA_HOME", ".local/share", environ)
    if folder is None:
        raise ConfigError(
            marked(
                "There is no home directory to keep the store in: write url = "
                '"{sqlite}/path/to/terrasse.db" under [store] in the config file.'
            ),
            sqlite=_SQLITE,
        )
    return f"{_SQLITE}{folder / 'terrasse.db'}"
