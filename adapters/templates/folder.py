"""A folder of templates: `en/coffee.txt`, `fr/lunch.txt` and so on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from babel import localedata

from adapters.templates.process import render
from bot import regular_file
from bot.domain.sentence import reason
from bot.errors import TemplateError
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.text.draft.values import Values

LONGEST: Final = 20_000
"""Bytes of a template."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


class FolderTemplates:
    """The templates in a folder of the owner's, rendered in a process of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def there(self) -> Sequence[tuple[str, BriefKind]]:
        found = ((path.parent.name, self._kind(path)) for path in self._files())
        return [(language, kind) for language, kind in found if kind]

    def strangers(self) -> Sequence[str]:
        """Files under no name of a template, or of no language, by their path in the folder.

        Raises:
            TemplateError: the folder cannot be read.
        """
        return [
            str(path.relative_to(self._folder)) for path in self._files() if not self._kind(path)
        ]

    async def render(
        self, language: str, kind: BriefKind, variants: Sequence[Values]
    ) -> Sequence[str]:
        path = self._folder / language / f"{kind}.txt"
        file = str(path.relative_to(self._folder))
        return await render(file, _read(path, file), variants)

    def _files(self) -> Sequence[Path]:
        try:
            found = sorted(self._folder.iterdir())
            languages = [path for path in found if path.is_dir() and not _hidden(path)]
            inside = [file for path in languages for file in sorted(path.iterdir())]
            return [path for path in (*inside, *found) if not (path.is_dir() or _hidden(path))]
        except OSError as error:
            folder = str(self._folder)
            raise TemplateError(folder, None, faults.UNREADABLE, why=reason(error)) from error

    def _kind(self, path: Path) -> BriefKind | None:
        """What the file is a template for, by its name and its language's."""
        *_, language, name = ("", *path.relative_to(self._folder).parts)
        if not _LANGUAGE.fullmatch(language) or not localedata.exists(language):
            return None
        return next((kind for kind in BriefKind if name == f"{kind}.txt"), None)


def _hidden(path: Path) -> bool:
    return path.name.startswith(".")


def _read(path: Path, file: str) -> str:
    try:
        raw = regular_file.read(path, LONGEST + 1)
    except regular_file.NotRegularError as error:
        raise TemplateError(file, None, faults.NOT_A_FILE) from error
    except OSError as error:
        raise TemplateError(file, None, faults.UNREADABLE, why=reason(error)) from error
    if len(raw) > LONGEST:
        raise TemplateError(file, None, faults.TOO_LARGE)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise TemplateError(file, None, faults.NOT_TEXT) from None
