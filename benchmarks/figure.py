"""The result of a benchmark."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

COMPILED: Final = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""The environment of a process that is measured: its modules are compiled once, not each time."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds (or MiB) of ours and of a peer at the same work.

    `ratio` is peer ÷ ours; `goal` is the least that it should be, if there is one.
    """

    name: str
    work: str
    ours: float
    peer: float
    peer_name: str
    goal: float | None = None
    ratio: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", round(self.peer / self.ours, 3))
