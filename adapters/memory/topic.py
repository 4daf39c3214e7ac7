"""What people in the village talk about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject, and sentences on it.

    One begins with an opener and the other answers, the first returns, the other closes. Any
    opener goes with any answer; the answers, returns and closings of one place in their rows
    go together.
    """

    openers: tuple[str, ...]
    answers: tuple[str, ...]
    returns: tuple[str, ...]
    closings: tuple[str, ...]
