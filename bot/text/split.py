"""A long text as messages that a network takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.text import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ports import Capabilities

GAP: Final = "\n\n"
_SEAMS: Final = (GAP, "\n", " ", "")
"""Where a text may be parted, best first; at last between any two grapheme clusters."""


def split(blocks: Sequence[str], limits: Capabilities, room: int = 0) -> list[str]:
    """Pack blocks into as few messages as they fit in, in order.

    `room` is kept free in each, in characters. A block goes on in the next message whole; only
    one that is longer than a message is parted, at its lines, then its words.
    """
    return _packed(blocks, limits, room, _SEAMS)


def _packed(
    pieces: Iterable[str], limits: Capabilities, room: int, seams: Sequence[str]
) -> list[str]:
    seam, *finer = seams
    packed: list[str] = []
    for piece in pieces:
        joined = f"{packed[-1]}{seam}{piece}" if packed else piece
        if _fits(joined, limits, room):
            packed[-1:] = [joined]
        elif _fits(piece, limits, room) or not finer:
            packed.append(piece)
        else:
            parted = graphemes.clusters(piece) if finer[0] == "" else piece.split(finer[0])
            packed += _packed(parted, limits, room, finer)
    return packed


def _fits(text: str, limits: Capabilities, room: int) -> bool:
    if limits.message_bytes is not None and len(text.encode()) + room > limits.message_bytes:
        return False
    return graphemes.length(text) + room <= limits.message_limit
