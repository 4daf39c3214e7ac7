"""What the config file says by now, for processes that go on for long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.bootstrap import wishes_of
from bot.errors import ConfigError
from config.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services.context import Context

_log = structlog.get_logger("terrasse")


class Renewal:
    """The owner's context, with the wishes that the config file holds by now.

    All else that the file says, such as accounts with their weights and the store, holds from the
    next start; so does `[retention]`, as it deletes, and a file is also read while it is being
    edited. One that cannot be used is reported in the journal, once for each time that it was
    written, and what it said before stays.
    """

    def __init__(self, context: Context, path: Path) -> None:
        self._context = context
        self._path = path
        self._seen: object = None

    def __call__(self) -> Context:
        """The context; the same one for as long as the file says the same."""
        version = _version(self._path)
        if version != self._seen:
            self._seen = version
            self._renew()
        return self._context

    def _renew(self) -> None:
        try:
            settings = load(self._path, checks_secrets=False)
        except ConfigError as problem:
            _log.warning("settings", problem=str(problem))
            return
        before = self._context.wishes
        wishes = replace(wishes_of(settings), weights=before.weights, retention=before.retention)
        if wishes != before:
            self._context = replace(self._context, wishes=wishes)
            _log.info("settings", read=str(self._path))


def _version(path: Path) -> object:
    """Changes whenever the file is written or replaced; `None` where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
