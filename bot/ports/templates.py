"""The owner's own templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.draft.brief import BriefKind
    from bot.text.draft.values import Values


class Templates(Protocol):
    """Templates that the owner wrote, by language and kind; read again at each call."""

    def there(self) -> Sequence[tuple[str, BriefKind]]:
        """The languages and kinds that have a template, sorted.

        Raises:
            TemplateError: the folder cannot be read.
        """

    def strangers(self) -> Sequence[str]:
        """Files in the folder that are not named like a template, and so are never used.

        Raises:
            TemplateError: the folder cannot be read.
        """

    async def render(
        self, language: str, kind: BriefKind, variants: Sequence[Values]
    ) -> Sequence[str]:
        """Render a template with each of the variants.

        Raises:
            TemplateError: it cannot be read, has an error, or needs too much time or memory.
        """
