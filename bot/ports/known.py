"""Look-up of the owner's accounts in the store, for networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports.store.watches import Watch


class Known(Protocol):
    """Reads the stored watches; passed to networks, which have no access to the store.

    Networks recognise a renamed account by its key or its local id.
    """

    async def __call__(self) -> Sequence[Watch]:
        """All accounts that were ever signed in under a name in the config."""
