"""The journal: structured logs on standard error, without secrets and without people's words."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import structlog

from bot.cli.terminal import is_coloured
from bot.domain.safety.outside import UNSAID, safe_value

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

_NAMES: Final = re.compile(
    r"secret|token|password|authorization|cookie|\bbody\b|\btext\b|session", re.IGNORECASE
)
_OF_SEVERAL_LINES: Final = frozenset({"exception", "stack", "traceback"})


def keep_journal(level: str) -> None:
    """Write log events from this level to standard error: for people in a terminal, else as JSON.

    `level` is debug, info, warning or error.
    """
    watched = sys.stderr.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(
            colors=is_coloured(sys.stderr), exception_formatter=structlog.dev.plain_traceback
        )
        if watched
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=_Journal,
    )


class _Journal(structlog.PrintLogger):
    """Writes to standard error.

    A line that cannot be written, as the log's disk is full, is left out: nobody can be told, and
    the daemon goes on.
    """

    def __init__(self, *_named: object) -> None:
        super().__init__(sys.stderr)

    def msg(self, message: str) -> None:
        """Write a line."""
        with suppress(OSError):
            super().msg(message)

    debug = info = warning = error = critical = msg


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take secrets, the text of messages and what nobody sees out of an event.

    Its traceback is included, and what is within lists.
    """
    for name, value in event.items():
        event[name] = (
            UNSAID if _NAMES.search(name) else safe_value(value, lines=name in _OF_SEVERAL_LINES)
        )
    return event
