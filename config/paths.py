"""Paths in the config file, and the XDG directories that are used without one."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.sentence import marked
from bot.errors import UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping


def expanded(text: str, folder: Path) -> Path:
    """The path that `text` means in a config file that lies in `folder`.

    Raises:
        ValueError: it means none.
    """
    if not text or not text.isprintable():
        raise UnfitError(marked("must name a file."))
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:
        raise UnfitError(
            marked("begins with ~, and that home directory is not known: write the whole path.")
        ) from None


def xdg_directory(variable: str, default: str, environ: Mapping[str, str]) -> Path | None:
    """Terrasse's directory under an XDG base directory; `None` if there is no home.

    Relative values are ignored, as the XDG Base Directory Specification asks.
    """
    base = Path(environ.get(variable, ""))
    if base.is_absolute():
        return base / "terrasse"
    home = _home(environ)
    return None if home is None else home / default / "terrasse"


def _home(environ: Mapping[str, str]) -> Path | None:
    """The home directory: `$HOME` if it is a whole path, else that of the user database."""
    home = Path(environ.get("HOME", ""))
    if home.is_absolute():
        return home
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None
