"""Find the config file, and tell its language, without loading what checks it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import regular_file
from bot.domain.sentence import LANGUAGES, marked
from bot.errors import ConfigError
from config.paths import expanded, xdg_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "terrasse.toml"
LONGEST: Final = 256 * 1024
"""Bytes of a config file."""
_DEFAULT: Final = "en"
_LANGUAGE: Final = re.compile(
    r"""^[ \t]*["']?language["']?[ \t]*=[ \t]*["'](\w+)["']""", re.MULTILINE
)
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def find(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The config file to read; `None` if there is none in the usual places.

    In this order: `explicit` (the option --config), $TERRASSE_CONFIG, `terrasse.toml` in the
    working directory, and in $XDG_CONFIG_HOME/terrasse.

    Raises:
        ConfigError: one of the first two is given, and does not exist.
    """
    if explicit is not None:
        return _given(explicit, "--config")
    if named := environ.get("TERRASSE_CONFIG"):
        return _given(Path(named), "$TERRASSE_CONFIG")
    folder = xdg_directory("XDG_CONFIG_HOME", ".config", environ)
    usual = [Path(NAME), *([folder / NAME] if folder else [])]
    return next((path for path in usual if _is_there(path)), None)


def _given(written: Path, where: str) -> Path:
    try:
        path = expanded(str(written), Path())
    except ValueError as error:
        raise ConfigError(marked("{where} {said}"), where=where, said=error) from None
    if not _is_there(path):
        raise ConfigError(
            marked("{path} does not exist: {where} must name a config file."),
            path=path,
            where=where,
        )
    return path


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # load() reports the error
    return True


def language_of(path: Path) -> str | None:
    """The language of a config file, also where the rest cannot be used; `None` if it is not known.

    Of a file that is not TOML, the lines before its first table are looked at.
    """
    try:
        text = regular_file.read(path, LONGEST).decode("utf-8-sig", errors="replace")
        named = tomllib.loads(text).get("language", _DEFAULT)
    except OSError:
        return None
    except (ValueError, RecursionError):
        found = _LANGUAGE.search(_TABLE.split(text, maxsplit=1)[0])
        named = found[1] if found else None
    return named if named in LANGUAGES else None
