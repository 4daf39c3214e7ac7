"""The store in memory: transactions work on a copy that takes the place of what was."""

from __future__ import annotations

import asyncio
import os
import pprint
import secrets
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING

from adapters.memory.store.decisions import MemoryDecisions
from adapters.memory.store.erasure import erase
from adapters.memory.store.inbox import MemoryInbox
from adapters.memory.store.invitations import MemoryInvitations
from adapters.memory.store.kept import Kept
from adapters.memory.store.log import MemoryLog
from adapters.memory.store.meetings import MemoryMeetings
from adapters.memory.store.mishaps import MemoryMishaps
from adapters.memory.store.outbox import MemoryOutbox
from adapters.memory.store.people import MemoryPeople
from adapters.memory.store.preferences import MemoryPreferences
from adapters.memory.store.suggestions import MemorySuggestions
from adapters.memory.store.watches import MemoryWatches
from bot.errors import StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence
    from pathlib import Path

    from bot.domain.identity import AccountKey, Owner, OwnerId
    from bot.ports import Unit


def new_idem_key() -> str:
    """A random idempotency key."""
    return secrets.token_hex(16)


class MemoryUnit:
    """`bot.ports.Unit` on a copy of what is kept of one owner."""

    def __init__(
        self,
        kept: Kept,
        owner: Owner,
        new_id: Callable[[], int],
        new_key: Callable[[], str],
        settled: Callable[[], None],
    ) -> None:
        self.log = MemoryLog(kept, owner.zone)
        self.people = MemoryPeople(kept)
        self.watches = MemoryWatches(kept)
        self.suggestions = MemorySuggestions(kept)
        self.invitations = MemoryInvitations(kept, new_id)
        self.meetings = MemoryMeetings(kept, new_id)
        self.decisions = MemoryDecisions(kept)
        self.preferences = MemoryPreferences(kept)
        self.mishaps = MemoryMishaps(kept)
        self.inbox = MemoryInbox(kept)
        self.outbox = MemoryOutbox(kept, new_id, new_key)
        self._kept = kept
        self._settled = settled

    async def settle_copy(self) -> None:
        """Take this store for the present one."""
        self._settled()

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete what was kept of a watched account."""
        erase(self._kept, watched, handles)


class MemoryStore:
    """`bot.ports.Store` that ends with the process. `new_key` makes idempotency keys.

    `is_older`: it stands for one that was put back from a copy, as a test says.
    """

    def __init__(self, *, new_key: Callable[[], str] = new_idem_key) -> None:
        self._kept: dict[OwnerId, Kept] = {}
        self._new_key = new_key
        self._ids = count(1)
        self._turn = asyncio.Lock()
        self.is_older = False

    @asynccontextmanager
    async def unit(self, owner: Owner) -> AsyncIterator[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Units do not nest: a second one waits for the first to end.
        """
        async with self._turn:
            kept = self._kept.get(owner.id, Kept(owner.id)).copy()
            settled: list[bool] = []
            yield MemoryUnit(
                kept, owner, self._ids.__next__, self._new_key, lambda: settled.append(True)
            )
            self._kept[owner.id] = kept
            self.is_older = self.is_older and not settled

    async def is_copy(self) -> bool:
        """Whether a test has said so."""
        return self.is_older

    async def owners(self) -> Sequence[OwnerId]:
        """Everyone of whom something is kept, by id."""
        return sorted(self._kept)

    async def integrity(self) -> Sequence[str]:
        """Nothing can be damaged here."""
        return ()

    async def backup(self, path: Path) -> None:
        """Write all that is kept to a new file, as text that can be looked at.

        Raises:
            StoreError: the file is there already.
            StoreUnavailableError: it cannot be written.
        """
        _write_new(path, pprint.pformat(self._kept))

    async def close(self) -> None:
        """Nothing to let go of."""


def _write_new(path: Path, text: str) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        message = f"{path} is there already: choose a new name for the backup."
        raise StoreError(message) from error
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}): choose another place."
        raise StoreUnavailableError(message) from error
    with os.fdopen(file, "w", encoding="utf-8") as writer:
        writer.write(text)
