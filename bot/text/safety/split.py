"""A long text as messages that a network takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.text.language import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.text.safety.limits import Limits

GAP: Final = "\n\n"
_SEAMS: Final = (GAP, "\n", " ", "")
"""Where a text may be parted, best first; at last between any two grapheme clusters."""


def split(blocks: Sequence[str], limits: Limits, room: str = "") -> list[str]:
    """Pack blocks into as few messages as they fit in, in order.

    So much as `room` takes up is kept free in each. A block goes on in the next message whole; only
    one that is longer than a message is parted, at its lines, then its words.
    """
    packed: list[str] = []
    for block in blocks:
        for seam, piece in _pieces(block, limits, room, _SEAMS):
            joined = f"{packed[-1]}{seam}{piece}" if packed else piece
            if limits.fit(joined + room):
                packed[-1:] = [joined]
            else:
                packed.append(piece)
    return packed


def _pieces(
    text: str, limits: Limits, room: str, seams: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The text, or what it is parted into, each piece with the seam that goes before it."""
    seam, *finer = seams
    if not finer or limits.fit(text + room):
        yield seam, text
        return
    for place, part in enumerate(text.split(finer[0]) if finer[0] else graphemes.clusters(text)):
        pieces = _pieces(part, limits, room, finer)
        if place == 0:
            _, first = next(pieces)
            yield seam, first
        yield from pieces
