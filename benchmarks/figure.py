"""What a benchmark finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds (or bytes) of ours and of a peer at the same work; `ratio` is peer ÷ ours."""

    name: str
    work: str
    ours: float
    peer: float
    peer_name: str

    ratio: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", round(self.peer / self.ours, 3))
