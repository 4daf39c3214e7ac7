"""How long a message may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.text.language import graphemes

# What ends a sentence after a link does not belong to it, and is counted by itself.
_LINK: Final = re.compile(r"https?://[^\s)»”]*[^\s)»”.,;:!?…'’\"]")


@dataclass(frozen=True, slots=True)
class Limits:
    """A network's limits: `graphemes`, and `bytes` of UTF-8 where there is such a limit.

    `url_length` is what any link counts for, where that is not its own length: 23 on Mastodon.
    """

    graphemes: int
    bytes: int | None = None
    url_length: int | None = None

    def fit(self, text: str) -> bool:
        """Whether a message of this text is short enough."""
        if self.bytes is not None and len(text.encode()) > self.bytes:
            return False
        if self.url_length is not None:
            text = _LINK.sub("x" * self.url_length, text)
        return graphemes.length(text) <= self.graphemes
