"""One account's budget of requests, of which the owner's own apps keep half.

Mastodon grants a token 300 requests in 5 minutes, and an account 300 in 15 minutes of those
that page (https://docs.joinmastodon.org/api/rate-limits/ and rack_attack.rb). Its windows are
fixed; ours slide, so that what fits in ours fits in any of theirs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.http import Budget
from adapters.mastodon.client.moment import http_date, instant, unix
from bot.domain.sentence import marked
from bot.errors import RateLimitedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.ports import Clock

LONGEST_WAIT: Final = timedelta(minutes=15)
"""The longest wait, whatever a server asks for."""
USUAL_WAIT: Final = timedelta(minutes=5)
"""The wait if the server gives none, or an implausible one."""
PAGING_PARAMETERS: Final = frozenset({"min_id", "max_id", "since_id", "page"})

_OURS: Final = 150
_WINDOW: Final = timedelta(minutes=5)
_PAGING_WINDOW: Final = timedelta(minutes=15)
_DIGITS: Final = 15
_LONGEST_SECONDS: Final = int(LONGEST_WAIT.total_seconds())


class Limiter:
    """Says when the next request may go. Nothing here waits: the caller comes back later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all = Budget(_OURS, _WINDOW)
        self._paging = Budget(_OURS, _PAGING_WINDOW)
        self._held: dict[bool, datetime] = {}

    def take(self, *, paging: bool) -> None:
        """Count a request that is about to go.

        Raises:
            RateLimitedError: it may not go yet.
        """
        now = self._clock.now()
        free_at = [self._all.free_at(now), self._held.get(False)]
        if paging:
            free_at += [self._paging.free_at(now), self._held.get(True)]
        until = max((moment for moment in free_at if moment is not None), default=now)
        if until > now:
            raise RateLimitedError(
                marked("Half of what the server allows is used up until {time} UTC."),
                time=f"{until:%H:%M}",
                until=until,
            )
        self._all.take(now)
        if paging:
            self._paging.take(now)

    def learn(self, headers: Mapping[str, str], *, paging: bool, refused: bool) -> None:
        """Read the budget from an answer's headers; `refused` is True for a 429."""
        now = self._clock.now()
        limit = _number(headers, "x-ratelimit-limit")
        left = _number(headers, "x-ratelimit-remaining")
        is_low = limit is not None and left is not None and 2 * left < limit
        if refused or is_low:
            self._held[paging] = retry_at(headers, now)


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime:
    """When the server may be asked again: within a quarter of an hour.

    `X-RateLimit-Reset` is ISO 8601 on Mastodon and a unix time on GoToSocial; proxies send
    `Retry-After` in seconds or as a date.
    """
    reset, after = headers.get("x-ratelimit-reset", ""), headers.get("retry-after", "")
    seconds = _number(headers, "retry-after")
    told = [
        unix(reset) or instant(reset),
        now + timedelta(seconds=min(seconds, _LONGEST_SECONDS)) if seconds is not None else None,
        http_date(after),
    ]
    until = next(
        (moment for moment in told if moment is not None and moment > now), now + USUAL_WAIT
    )
    return min(until, now + LONGEST_WAIT)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
