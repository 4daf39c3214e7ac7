"""Where everything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from bot.domain.people.identity import (
        AccountKey,
        Owner,
        OwnerId,
    )
    from bot.ports.store.decisions import Decisions
    from bot.ports.store.inbox import Inbox
    from bot.ports.store.invitations import Invitations
    from bot.ports.store.log import Log
    from bot.ports.store.meetings import Meetings
    from bot.ports.store.mishaps import Mishaps
    from bot.ports.store.outbox import Outbox
    from bot.ports.store.people import People
    from bot.ports.store.preferences import Preferences
    from bot.ports.store.suggestions import Suggestions
    from bot.ports.store.watches import Watches


class Unit(Protocol):
    """One transaction, scoped to one owner: all of it is kept, or nothing."""

    @property
    def log(self) -> Log:
        """Interactions, tallies, exchanges."""
        ...

    @property
    def people(self) -> People:
        """Accounts, people, standing, relationships."""
        ...

    @property
    def watches(self) -> Watches:
        """Cursors and the quarantine."""
        ...

    @property
    def suggestions(self) -> Suggestions:
        """Digests past."""
        ...

    @property
    def invitations(self) -> Invitations:
        """Invitations, version by version."""
        ...

    @property
    def meetings(self) -> Meetings:
        """What counts for the goal."""
        ...

    @property
    def decisions(self) -> Decisions:
        """What the owner decided, for `undo`."""
        ...

    @property
    def preferences(self) -> Preferences:
        """What the owner said of the bot itself."""
        ...

    @property
    def mishaps(self) -> Mishaps:
        """What went wrong unexpectedly."""
        ...

    @property
    def inbox(self) -> Inbox:
        """What the owner wrote."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Messages on their way out."""
        ...

    async def settle_copy(self) -> bool:
        """Take this store for the present one, as what it lacks is dealt with in this transaction.

        Returns whether it was a copy until now: another process may have been first.
        """
        ...

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete what was kept of a watched account, as it has stopped the bot.

        That is its interactions and all that follows from them; how far it was read; people whom
        no other watched account has talked with, and what was said of them; messages from it,
        to it (by one of its `handles`, or its id) and about those people; what `undo` needs.
        While another account is watched, a `never` and a decline are kept: they are a "no".
        Kept besides: its pairing, and which messages to the bot were acted upon.
        """
        ...


class Store(Protocol):
    """Where everything is kept."""

    def unit(self, owner: Owner) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Units do not nest: a second one waits for the first to end.
        """
        ...

    async def is_copy(self) -> bool:
        """Whether the store was put back from a copy: it lacks what was done with it since.

        It stays so until `Unit.settle_copy` has been called in a transaction that ended well.
        """
        ...

    async def owners(self) -> Sequence[OwnerId]:
        """Everyone of whom something is kept."""
        ...

    async def integrity(self) -> Sequence[str]:
        """What is wrong with the store, a sentence each; empty when all is well."""
        ...

    async def backup(self, path: Path) -> None:
        """Write a whole copy to a new file, also while others read and write."""
        ...

    async def close(self) -> None:
        """Let go of the store."""
        ...
