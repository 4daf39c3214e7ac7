"""How often one may ask. See config/initializers/rack_attack.rb and app/lib/rate_limiter.rb.

Windows are fixed and start at whole multiples of their length, so a reset is the same instant
for everybody. A request is counted in every window that it falls under.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.clock import Clock
    from tests.fakes.mastodon.model.tokens import Token

_DELETES = re.compile(r"DELETE /api/v1/statuses/\d+|POST /api/v1/statuses/\d+/unreblog")


@dataclass(frozen=True, slots=True)
class Rule:
    """So many in so many seconds."""

    limit: int
    period: int


PER_TOKEN = Rule(300, 5 * 60)
PER_USER = Rule(1_500, 5 * 60)
PER_ADDRESS = Rule(300, 5 * 60)
PAGING = Rule(300, 15 * 60)
DELETES = Rule(30, 30 * 60)
POSTS = Rule(300, 3 * 60 * 60)
FOLLOWS = Rule(400, 24 * 60 * 60)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the limits see it."""

    method: str
    path: str
    is_paging: bool
    token: Token | None
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a window is used up."""

    rule: Rule
    count: int
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether this was one too many."""
        return self.count > self.rule.limit

    @property
    def remaining(self) -> int:
        """How many are left."""
        return max(self.rule.limit - self.count, 0)

    @property
    def headers(self) -> dict[str, str]:
        """As the server tells it; microseconds are those of now."""
        seconds = int(self.now.timestamp())
        reset = self.now + timedelta(seconds=self.rule.period - seconds % self.rule.period)
        return {
            "X-RateLimit-Limit": str(self.rule.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{reset.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
        }


@dataclass(slots=True)
class Limits:
    """The counters; `is_on` off lets everything pass and sends no headers."""

    clock: Clock
    is_on: bool = True
    _counts: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def count(self, asked: Asked) -> Standing | None:
        """Count a request; the tightest of its windows."""
        if not self.is_on:
            return None
        standings = [self._count(name, rule, key) for name, (rule, key) in _windows(asked).items()]
        over = [standing for standing in standings if standing.is_over]
        return min(over or standings, key=lambda one: one.rule.limit - one.count, default=None)

    def count_act(self, name: str, rule: Rule, account: int) -> Standing | None:
        """Count a post or a follow."""
        return self._count(name, rule, str(account)) if self.is_on else None

    def _count(self, name: str, rule: Rule, key: str) -> Standing:
        now = self.clock.now()
        window = (name, key, int(now.timestamp()) // rule.period)
        self._counts[window] = self._counts.get(window, 0) + 1
        return Standing(rule, self._counts[window], now)


def _windows(asked: Asked) -> dict[str, tuple[Rule, str]]:
    is_api = asked.path.startswith("/api")
    account = asked.token.account if asked.token else None
    windows: dict[str, tuple[Rule, str]] = {}
    if asked.token is not None and is_api:
        windows["token"] = (PER_TOKEN, asked.token.text)
    if account is not None:
        if is_api:
            windows["user"] = (PER_USER, str(account.id))
        if asked.is_paging:
            windows["user paging"] = (PAGING, str(account.id))
        if _DELETES.fullmatch(f"{asked.method} {asked.path}"):
            windows["deletes"] = (DELETES, str(account.id))
    else:
        if is_api:
            windows["address"] = (PER_ADDRESS, asked.address)
        if asked.is_paging:
            windows["address paging"] = (PAGING, asked.address)
    return windows
