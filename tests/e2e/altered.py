"""The command line as it would be some days from now, or killed as it sends.

Usage: TERRASSE_DAYS_AHEAD=3 TERRASSE_DIES=before:@alice python -m tests.e2e.altered WORD…

`TERRASSE_DIES` ends the process with SIGKILL when it posts a status that begins so to a server
with Mastodon's API: `before` the request is sent, or `after` it was answered.
"""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from adapters.clock import SystemClock
from adapters.mastodon.message.posting import RecordingSession
from bot.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

AHEAD: Final = "TERRASSE_DAYS_AHEAD"
DIES: Final = "TERRASSE_DIES"


def _clock(ahead: timedelta) -> Callable[[SystemClock], datetime]:
    return lambda _: datetime.now(UTC) + ahead


def _deadly(request: Callable[..., Any], when: str, text: str) -> Callable[..., Any]:
    def deadly(tap: RecordingSession, method: str, url: str, **options: Any) -> Any:  # noqa: ANN401 (as requests)
        is_it = str((options.get("data") or {}).get("status", "")).startswith(text)
        if is_it and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = request(tap, method, url, **options)
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return deadly


if __name__ == "__main__":
    ahead = timedelta(days=float(os.environ.get(AHEAD, "0")))
    with patch.object(SystemClock, "now", _clock(ahead)):
        if DIES in os.environ:
            when, _, text = os.environ[DIES].partition(":")
            RecordingSession.request = _deadly(RecordingSession.request, when, text)  # type: ignore[method-assign]
        main()
