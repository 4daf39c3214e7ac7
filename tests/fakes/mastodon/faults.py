"""What can go wrong on the way: chosen by a test, met by the requests that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """How a request fails."""

    DROP = "drop"
    """Nothing is done, and the connection is cut without an answer."""
    LOST = "lost"
    """It is done; the answer is lost."""
    LOST_BEFORE_KEY = "lost before key"
    """The status is made, its idempotency key is not written, the answer is lost."""
    LATE = "late"
    """The answer is lost, and the status is made only `seconds` later."""
    KEY_IGNORED = "key ignored"
    """The key is not looked at: two requests raced, see mastodon#37879."""
    REPEAT_500 = "500 on repeat"
    """A key that is known is answered by an error, see mastodon#40399."""
    HALF_OPEN = "half-open"
    """The request is taken, and nothing ever comes back."""
    DRIP = "drip"
    """The body comes a byte at a time, `seconds` apart."""
    TRUNCATED = "truncated"
    """The body ends in the middle, and the connection with it."""
    ENDLESS = "endless"
    """Each page links to a next one, and all hold what the first does."""
    HTML = "html"
    """200 with a page for people in place of JSON."""
    BROKEN_JSON = "broken json"
    """200 with JSON that stops in the middle, though all bytes of it came."""
    WRONG_TYPES = "wrong types"
    """The first item of a list, or a single entity, has values of other types."""
    ERROR = "500"
    """500 with a page for people."""
    GATEWAY = "502"
    """502 from a proxy; whether anything was done is not known (it was not)."""
    GATEWAY_AFTER = "502 after"
    """502 from a proxy though it was done."""
    UNAVAILABLE = "503"
    """503 with JSON."""
    LIMIT_ISO = "429 iso"
    """429 as Mastodon says it."""
    LIMIT_UNIX = "429 unix"
    """429 as GoToSocial says it: the reset is a unix time."""
    LIMIT_SECONDS = "429 seconds"
    """429 with Retry-After in seconds, as a proxy says it."""
    LIMIT_DATE = "429 date"
    """429 with Retry-After as an HTTP date."""
    LIMIT_BARE = "429 bare"
    """429 without any header, as HTML."""
    LIMIT_PAST = "429 past"
    """429 with a reset that is over."""
    LIMIT_FAR = "429 far"
    """429 with a reset ten years on."""
    LIMIT_NONSENSE = "429 nonsense"
    """429 with a reset that is no time."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """A mode for the next `times` requests whose "METHOD /path" matches; `None`: for all."""

    mode: Mode
    where: str = ".*"
    times: int | None = 1
    seconds: float = 0.05

    def matches(self, method: str, path: str) -> bool:
        """Whether it concerns a request."""
        return self.times != 0 and re.fullmatch(self.where, f"{method} {path}") is not None


@dataclass(slots=True)
class Faults:
    """Those that wait."""

    waiting: list[Fault] = field(default_factory=list)

    def add(
        self, mode: Mode, where: str = ".*", *, times: int | None = 1, seconds: float = 0.05
    ) -> Fault:
        """Let requests fail; the first added is met first."""
        fault = Fault(mode=mode, where=where, times=times, seconds=seconds)
        self.waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that a request meets."""
        for fault in self.waiting:
            if fault.matches(method, path):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self.waiting.clear()
