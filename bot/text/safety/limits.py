"""How long a message may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.text.language import graphemes

# Punctuation after a link is not part of it, and counts separately.
_LINK: Final = re.compile(r"https?://[^\s)»”]*[^\s)»”.,;:!?…'’\"]")


@dataclass(frozen=True, slots=True)
class Limits:
    """A network's limits: in grapheme clusters, and in bytes of UTF-8 if there is such a limit.

    `url_length` is the length that every link counts as, if fixed: 23 on Mastodon.
    """

    graphemes: int
    bytes: int | None = None
    url_length: int | None = None

    def fit(self, text: str) -> bool:
        """Whether the text is within the limits."""
        if self.bytes is not None and len(text.encode()) > self.bytes:
            return False
        if self.url_length is not None:
            text = _LINK.sub("x" * self.url_length, text)
        # Counting takes long, and no cluster is shorter than a character.
        return len(text) <= self.graphemes or graphemes.length(text) <= self.graphemes
