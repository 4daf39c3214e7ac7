"""Failures between a client and a server, on demand.

A test queues faults for an operation; each call of it (in `history`, each page) takes one::

    world.failures.queue("send", UnreachableError("no route"), AnswerLost())
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

from bot.domain.sentence import marked
from bot.errors import NetworkError, UncertainError

Operation = Literal[
    "whoami",
    "history",
    "thread",
    "beginning",
    "relationships",
    "exists",
    "direct_messages",
    "send",
    "find_sent",
    "answers",
    "written_to",
    "describe",
    "obstacle",
]


class CrashedError(BaseException):
    """The process died here. A `BaseException`, so that no `except Exception` handles it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """No failure: keeps a place in the queue."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer takes this long, by the world's clock."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The server acts, but its answer does not arrive."""

    error: NetworkError | None = None


@dataclass(frozen=True, slots=True)
class LandsLate:
    """The client gets no answer, and the message arrives later, by the world's clock."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Crash:
    """The client dies before the server acts, or after."""

    when: Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Unsure:
    """The server answers, but the answer proves nothing."""

    why: str = "the server shows only a part of it"


Fault = NetworkError | Pass | Delay | AnswerLost | LandsLate | Crash | Unsure


class Failures:
    """Queues of faults, by operation."""

    def __init__(self) -> None:
        self._queues: defaultdict[Operation, deque[Fault]] = defaultdict(deque)

    def queue(self, operation: Operation, *faults: Fault) -> None:
        """Add a fault for each of the next calls of an operation."""
        self._queues[operation].extend(faults)

    def take(self, operation: Operation) -> Fault:
        """The fault of the present call.

        Raises:
            NetworkError: it was queued.
            CrashedError: the client dies before the server acts.
        """
        waiting = self._queues[operation]
        fault = waiting.popleft() if waiting else Pass()
        if isinstance(fault, NetworkError):
            raise fault
        if fault == Crash("before"):
            raise CrashedError
        return fault


def after_acting(fault: Fault) -> None:
    """Raise a fault that happens after the server has acted.

    Raises:
        NetworkError: the answer is lost.
        CrashedError: the client dies before the answer arrives.
    """
    if isinstance(fault, AnswerLost):
        raise fault.error or UncertainError(
            marked("The connection broke before the server answered.")
        )
    if fault == Crash("after"):
        raise CrashedError
