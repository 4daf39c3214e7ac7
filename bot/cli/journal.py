"""The journal: structured logs on standard error, without secrets and without people's words."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

UNSAID: Final = "[redacted]"
_NAMES: Final = re.compile(
    r"secret|token|password|authorization|cookie|\bbody\b|\btext\b|session", re.IGNORECASE
)
_TOKENS: Final = re.compile(
    r"""(?i: bearer \s+ ) \S+
      | \b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b       # a Bluesky app password
      | \beyJ[\w-]+\.[\w-]+\.[\w-]+              # a JWT
      | (?<![\w/.-])[A-Za-z0-9_-]{43}(?![\w/.-]) # a Mastodon access token
    """,
    re.VERBOSE,
)


def keep_journal(level: int = logging.INFO) -> None:
    """Write log events to standard error: for people in a terminal, else as JSON lines."""
    watched = sys.stderr.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
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
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take secrets and the text of messages out of an event, its traceback included."""
    for name, value in event.items():
        if _NAMES.search(name):
            event[name] = UNSAID
        elif isinstance(value, str):
            event[name] = _TOKENS.sub(UNSAID, value)
    return event
