"""The hashes of what was forgotten, beside the database as well: a backup put back lacks some.

One line with the store's key, then a line for each hash, in `<database>.forgotten`. The file is
replaced as a whole. It names nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from adapters.store.failures import unusable
from bot import regular_file

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_LINE: Final = re.compile(r"(?:[0-9]+:)?[0-9a-f]{32}", re.ASCII)


class Ledger:
    """The file at `path`. Its methods wait for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[str, frozenset[str]]:
        """The key and the hashes; an empty key if there is no such file.

        Raises:
            StoreUnavailableError: it cannot be read.
        """
        try:
            lines = regular_file.read(self.path).decode("ascii", errors="replace").split()
        except FileNotFoundError:
            return "", frozenset()
        except OSError as error:
            raise unusable(self.path, error) from error
        key, *digests = [line for line in lines if _LINE.fullmatch(line)] or [""]
        return key, frozenset(digests)

    def write(self, key: str, digests: Collection[str]) -> None:
        """Replace the file.

        Raises:
            StoreUnavailableError: it cannot be written; the old one stays.
        """
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            lines = "".join(f"{line}\n" for line in (key, *sorted(digests)))
            regular_file.write(new, lines.encode("ascii"))
            new.replace(self.path)
            regular_file.flush(self.path.parent)
        except OSError as error:
            raise unusable(self.path, error) from error
