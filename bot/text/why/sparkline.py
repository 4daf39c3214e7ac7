"""Weeks of talk as two sparklines, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.talk.weeks import Week
    from bot.text.language.catalogue import Catalogue

BLOCKS: Final = "▁▂▃▄▅▆▇█"
DIGITS: Final = "12345678"
SILENT: Final = {BLOCKS: "·", DIGITS: "."}


def lines(weeks: Sequence[Week], words: Catalogue, encoding: str) -> list[str]:
    """A sparkline of the owner's talk above one of the other's, on one scale; empty without talk.

    `encoding` is the terminal's: if it has no block characters, digits from 1 to 8 are used. Not
    for messages: their fonts are proportional, and screen readers read every block aloud.
    """
    peak = max((max(week.said, week.heard) for week in weeks), default=0)
    if not peak:
        return []
    heights = BLOCKS if _can_show(BLOCKS, encoding) else DIGITS
    labels = words.say("you"), words.say("them")
    width = max(len(label) for label in labels)
    head = words.count(
        "The last {weeks} weeks, oldest first, with up to {n} post a week:",
        "The last {weeks} weeks, oldest first, with up to {n} posts a week:",
        peak,
        weeks=len(weeks),
    )
    rows = [week.said for week in weeks], [week.heard for week in weeks]
    return [head] + [
        f"{label:{width}} {''.join(_bar(count, peak, heights) for count in row)}"
        for label, row in zip(labels, rows, strict=True)
    ]


def _bar(count: int, peak: int, heights: str) -> str:
    return heights[-(-count * len(heights) // peak) - 1] if count else SILENT[heights]


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
