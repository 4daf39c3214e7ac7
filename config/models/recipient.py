"""Where digests go: an account, or a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.models.account import AccountName
from config.paths import expanded

Recipient = AccountName | Path

_FILE: Final = "file:"


def recipient(text: str, folder: Path) -> Recipient:
    """Read an account, or `file:` and a path that is relative to `folder`.

    Raises:
        ValueError: it is neither.
    """
    if text.startswith(_FILE):
        return expanded(text.removeprefix(_FILE), folder)
    try:
        return AccountName.parse(text)
    except ValueError as error:
        raise UnfitError(
            marked('{said} To write digests to a file: "file:digest.md".'), said=error
        ) from None
