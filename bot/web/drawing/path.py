"""The goal as a path of stones to a table: a stone for each meeting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 130
LONGEST: Final = 12
"""The most stones that fit."""
_EDGE: Final = 50.0
_MIDDLE: Final = 66.0
_SWAY: Final = 24.0


class Step(StrEnum):
    """What a stone stands for."""

    MET = "met"
    PLANNED = "planned"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stone:
    """A step on the path."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True, slots=True)
class Path:
    """The stones between start and table, and the line through all of them, as an SVG path."""

    stones: tuple[Stone, ...]
    start: tuple[float, float]
    table: tuple[float, float]
    line: str


def path(goal: int, met: int, planned: int) -> Path:
    """The path to so many meetings, of which some were, and some are planned."""
    steps = min(max(goal, met, 1), LONGEST)
    gap = (WIDTH - 2 * _EDGE) / (steps + 1)
    points = [_point(_EDGE + number * gap, number) for number in range(steps + 2)]
    stones = []
    for number, (x, y) in enumerate(points[1:-1]):
        step = Step.AHEAD
        if number < met:
            step = Step.MET
        elif number < met + planned:
            step = Step.PLANNED
        stones.append(Stone(x, y, step))
    return Path(tuple(stones), points[0], points[-1], _line(points))


def _point(x: float, number: int) -> tuple[float, float]:
    return round(x, 1), round(_MIDDLE + _SWAY * cos(pi * number), 1)


def _line(points: list[tuple[float, float]]) -> str:
    """A soft line: each piece leaves and arrives level."""
    x, y = points[0]
    pieces = [f"M{x} {y}"]
    for there_x, there_y in points[1:]:
        between = round((x + there_x) / 2, 1)
        pieces.append(f"C{between} {y} {between} {there_y} {there_x} {there_y}")
        x, y = there_x, there_y
    return " ".join(pieces)
