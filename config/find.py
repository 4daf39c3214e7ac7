"""Find the config file, and the language that it names.

`--help` waits for both, so nothing slow is imported here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import regular_file
from config.paths import expanded, xdg_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "terrasse.toml"
LONGEST: Final = 256 * 1024
"""Bytes that a config file may have."""
_LANGUAGE: Final = re.compile(
    r"""^[ \t]*["']?language["']?[ \t]*=[ \t]*["'](\w+)["']""", re.MULTILINE
)
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def language(explicit: Path | None, environ: Mapping[str, str]) -> str | None:
    """The language that the config file in use names: also one that has faults elsewhere.

    Keys of no table stand before the first table.
    """
    written, _ = _named(explicit, environ)
    try:
        path = _usual(environ) if written is None else expanded(str(written), Path())
        text = b"" if path is None else regular_file.read(path, LONGEST)
    except (OSError, ValueError):
        return None
    found = _LANGUAGE.search(_TABLE.split(text.decode("utf-8-sig", "replace"), maxsplit=1)[0])
    return found and found[1]


def find(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The config file to read; `None` if there is none in the usual places.

    In this order: `explicit` (the option --config), $TERRASSE_CONFIG, `terrasse.toml` in the
    working directory, and in $XDG_CONFIG_HOME/terrasse.

    Raises:
        ConfigError: one of the first two is given, and does not exist.
    """
    written, where = _named(explicit, environ)
    return _usual(environ) if written is None else _given(written, where)


def _named(explicit: Path | None, environ: Mapping[str, str]) -> tuple[Path | None, str]:
    """The path that somebody wrote, and where."""
    if explicit is not None:
        return explicit, "--config"
    named = environ.get("TERRASSE_CONFIG")
    return (Path(named) if named else None), "$TERRASSE_CONFIG"


def _usual(environ: Mapping[str, str]) -> Path | None:
    folder = xdg_directory("XDG_CONFIG_HOME", ".config", environ)
    usual = [Path(NAME), *([folder / NAME] if folder else [])]
    return next((path for path in usual if _is_there(path)), None)


def _given(written: Path, where: str) -> Path:
    from bot.errors import ConfigError  # noqa: PLC0415 (only a fault needs it)

    try:
        path = expanded(str(written), Path())
    except ValueError as error:
        message = f"{where} {error}"
        raise ConfigError(message) from None
    if not _is_there(path):
        message = f"{path} does not exist: {where} must name a config file."
        raise ConfigError(message)
    return path


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # load() reports the error
    return True
