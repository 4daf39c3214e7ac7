"""What the store remembers of the owner's accounts, for networks to recognise them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports.store.watches import Watch


class Known(Protocol):
    """Asks the store; given to networks, which know no store.

    By its key or its local id an account is recognised that has changed its name.
    """

    async def __call__(self) -> Sequence[Watch]:
        """All accounts that were ever signed in as one that the config named."""
        ...
