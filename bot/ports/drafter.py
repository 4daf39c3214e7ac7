"""Somebody who can make a draft read better."""

from __future__ import annotations

from typing import Protocol


class Drafter(Protocol):
    """Rewords drafts. What comes back is a stranger's text: see `bot.text.draft.objection`."""

    async def polish(self, draft: str, language: str) -> str:
        """The draft, reworded; `language` is a code such as `fr`.

        Raises:
            NetworkError: there was no answer, or none that can be read as one.
        """
        ...
