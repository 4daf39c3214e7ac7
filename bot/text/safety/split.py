"""Split a long text into messages within a network's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.text.language import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.text.safety.limits import Limits

GAP: Final = "\n\n"
_SEAMS: Final = (GAP, "\n", " ", "")
"""Where a text may be split, best first; the last resort is between grapheme clusters."""


def split(blocks: Sequence[str], limits: Limits, room: str = "", *, closing: int = 0) -> list[str]:
    """Pack blocks into as few messages as possible, in order.

    Room for the text `room` is kept free in each message. A block that does not fit moves to the
    next message; only a block longer than a message is split, at lines, then at words. The last
    `closing` blocks are no message by themselves: the block or the line before goes with them.
    """
    packed = _packed(blocks, limits, room)
    end = GAP.join(blocks[len(blocks) - closing :])
    while len(packed) > 1 and end.endswith(packed[-1]):
        for seam in (GAP, "\n"):
            before, _, moved = packed[-2].rpartition(seam)
            last = f"{moved}{GAP}{packed[-1]}"
            if before and limits.fit(last + room):
                packed[-2:] = [before, last]
                break
        else:
            break
    return packed


def _packed(blocks: Sequence[str], limits: Limits, room: str) -> list[str]:
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
    """The text in pieces that fit, each with the separator before it."""
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
