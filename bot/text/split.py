"""A long text as messages that a network takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.text import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.ports import Capabilities

GAP: Final = "\n\n"
_LINK: Final = re.compile(r"https?://[^\s)»”]+")
_SEAMS: Final = (GAP, "\n", " ", "")
"""Where a text may be parted, best first; at last between any two grapheme clusters."""


def split(blocks: Sequence[str], limits: Capabilities, room: int = 0) -> list[str]:
    """Pack blocks into as few messages as they fit in, in order.

    `room` is kept free in each, in characters. A block goes on in the next message whole; only
    one that is longer than a message is parted, at its lines, then its words.
    """
    packed: list[str] = []
    for block in blocks:
        for seam, piece in _pieces(block, limits, room, _SEAMS):
            joined = f"{packed[-1]}{seam}{piece}" if packed else piece
            if _fits(joined, limits, room):
                packed[-1:] = [joined]
            else:
                packed.append(piece)
    return packed


def _pieces(
    text: str, limits: Capabilities, room: int, seams: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The text, or what it is parted into, each piece with the seam that goes before it."""
    seam, *finer = seams
    if not finer or _fits(text, limits, room):
        yield seam, text
        return
    for place, part in enumerate(text.split(finer[0]) if finer[0] else graphemes.clusters(text)):
        pieces = _pieces(part, limits, room, finer)
        if place == 0:
            _, first = next(pieces)
            yield seam, first
        yield from pieces


def _fits(text: str, limits: Capabilities, room: int) -> bool:
    if limits.message_bytes is not None and len(text.encode()) + room > limits.message_bytes:
        return False
    if limits.url_length is not None:
        text = _LINK.sub("x" * limits.url_length, text)
    return graphemes.length(text) + room <= limits.message_limit
