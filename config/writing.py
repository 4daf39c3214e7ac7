"""Put a new text in the place of the config file, with its mode and owner kept."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from bot import regular_file
from bot.domain.sentence import marked, reason
from bot.errors import ImpossibleError

if TYPE_CHECKING:
    from pathlib import Path

CHANGED: Final = marked(
    "The config file was changed meanwhile, so nothing was saved. The page shows how it is now."
)
_LINK: Final = marked("{path} is a link to another file ({target}): change that one in an editor.")
_READ_ONLY: Final = marked(
    "{path} is read-only for Terrasse: change it in an editor, or make it writable."
)
_FOLDER: Final = marked(
    "The folder {path} is read-only for Terrasse, and a changed config file is first written "
    "beside the old one: change the file in an editor, or make the folder writable."
)
_FAILED: Final = marked("{path} cannot be written: {why}. It is as it was.")


def check(path: Path) -> None:
    """Make sure that the file can be replaced.

    Raises:
        ImpossibleError: it cannot; the message says why.
    """
    if path.is_symlink():
        raise ImpossibleError(_LINK, path=path, target=path.resolve())
    for sentence, what in ((_READ_ONLY, path), (_FOLDER, path.absolute().parent)):
        try:
            is_writable = what.stat().st_mode & stat.S_IWUSR and os.access(what, os.W_OK)
        except OSError as problem:
            raise ImpossibleError(_FAILED, path=what, why=reason(problem)) from problem
        if not is_writable:  # root may write to all the same
            raise ImpossibleError(sentence, path=what)


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file, unless it is no longer as it was `before`; nobody sees half of it.

    Raises:
        ImpossibleError: it cannot be replaced, or was changed; it stays as it is.
    """
    check(path)
    new = regular_file.unfinished(path)
    try:
        try:
            regular_file.write(new, after, must_be_new=True)
            found = path.stat()
            ours = new.stat()
            if (found.st_uid, found.st_gid) != (ours.st_uid, ours.st_gid):
                os.chown(new, found.st_uid, found.st_gid)
            new.chmod(stat.S_IMODE(found.st_mode))
            if regular_file.read(path) != before:
                raise ImpossibleError(CHANGED)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        regular_file.flush(path.absolute().parent)
    except OSError as problem:
        raise ImpossibleError(_FAILED, path=path, why=reason(problem)) from problem
