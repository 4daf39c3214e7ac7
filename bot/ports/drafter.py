"""A language model that rewords drafts."""

from __future__ import annotations

from typing import Protocol


class Drafter(Protocol):
    """Rewords drafts. The result must be checked: see `bot.text.draft.objection`."""

    async def polish(self, draft: str, language: str) -> str:
        """The draft, reworded; `language` is a code such as `fr`.

        Raises:
            NetworkError: there was no answer, or it could not be parsed.
        """
