"""Reads the config file again while a process runs."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import structlog

from bot.bootstrap import wishes_of
from bot.errors import ConfigError
from config.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.services.context import Context

_log = structlog.get_logger("terrasse")
SETTLES: Final = 2.0
"""Seconds after which whoever writes the file has finished: a part of one can be a valid file, in
which other keys have their defaults."""


class Renewal:
    """The owner's context, with the wishes that the config file holds by now.

    All else that the file says, such as accounts with their weights and the store, holds from the
    next start; so does `[retention]`, which deletes. A file that cannot be used is reported in the
    journal, once for each change of it, and what was read before stays in force.

    `clock` gives seconds that only go up.
    """

    def __init__(
        self, context: Context, path: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._context = context
        self._path = path
        self._clock = clock
        self._read: object = ()  # it may have changed since the start
        self._changed: tuple[object, float] = (), 0.0

    def __call__(self) -> Context:
        """The context; the same one for as long as the file says the same.

        A changed file is read at the first call that finds it unchanged for `SETTLES`.
        """
        version, now = _version(self._path), self._clock()
        if version != self._changed[0]:
            self._changed = version, now
        elif version != self._read and now - self._changed[1] >= SETTLES:
            self.renew()
        return self._context

    def renew(self) -> None:
        """Read the file now, as it was written whole."""
        self._read = _version(self._path)
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
    """Changes when the file, its owner or mode does; `None` where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_ctime_ns
