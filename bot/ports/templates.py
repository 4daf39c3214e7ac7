"""The owner's own templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.draft.brief import BriefKind
    from bot.text.draft.values import Values


class Templates(Protocol):
    """Templates that the owner wrote, by language and kind; looked at anew each time."""

    def there(self) -> Sequence[tuple[str, BriefKind]]:
        """The languages and kinds that there is a template for, in order.

        Raises:
            TemplateError: the folder cannot be read.
        """
        ...

    def strangers(self) -> Sequence[str]:
        """Files that lie beside them under no name of a template, and so are never used.

        Raises:
            TemplateError: the folder cannot be read.
        """
        ...

    async def render(
        self, language: str, kind: BriefKind, variants: Sequence[Values]
    ) -> Sequence[str]:
        """What the template makes of each of the values.

        Raises:
            TemplateError: it cannot be read, is faulty, or wants too much.
        """
        ...
