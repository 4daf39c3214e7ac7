"""The store, and its transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from bot.domain.people.identity import AccountKey, Owner, OwnerId
    from bot.domain.sentence import Sentence
    from bot.ports.store.decisions import Decisions
    from bot.ports.store.erasure import Erasures
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
    """One atomic transaction, scoped to one owner."""

    @property
    def log(self) -> Log:
        """Interactions, tallies, exchanges."""

    @property
    def people(self) -> People:
        """Accounts, people, standing, relationships."""

    @property
    def watches(self) -> Watches:
        """Cursors and the quarantine."""

    @property
    def suggestions(self) -> Suggestions:
        """Past digests."""

    @property
    def invitations(self) -> Invitations:
        """Invitations, version by version."""

    @property
    def meetings(self) -> Meetings:
        """The meetings that count for the goal."""

    @property
    def decisions(self) -> Decisions:
        """The owner's decisions, for `undo`."""

    @property
    def preferences(self) -> Preferences:
        """The owner's preferences."""

    @property
    def mishaps(self) -> Mishaps:
        """Unexpected errors."""

    @property
    def inbox(self) -> Inbox:
        """Messages to the bot, and pairings."""

    @property
    def outbox(self) -> Outbox:
        """Outgoing messages."""

    @property
    def erasures(self) -> Erasures:
        """What was forgotten."""

    def attempt(self) -> AbstractAsyncContextManager[object]:
        """A block whose changes are rolled back on an error, while the unit goes on."""

    async def settle_copy(self) -> bool:
        """Mark a restored store as current, once this transaction has dealt with its gaps.

        Returns False if it was current already, as another process may have been first.
        """

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete the data of a watched account that has stopped the bot.

        Deleted are its interactions, with tallies and exchanges; how far it was read; people whom
        no other watched account has talked with, and their standing; messages from it, to it (by
        one of its `handles`, or its id) and about those people; the decisions for `undo`. While
        another account is watched, a `never` and a decline are kept. Its pairing, and the ids of
        handled messages, are always kept.
        """

    async def revision(self, *, of_talk: bool = False) -> str:
        """A mark of what this transaction sees: while it is equal, nothing in the store changed.

        `of_talk`: no tally and no exchange changed. It may be another one though nothing did.
        """

    async def rows(self) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All the owner's rows by table, with the values of the domain by column.

        Without what was forgotten, which is hashes.
        """


class Store(Protocol):
    """Persistent storage for all owners."""

    def unit(self, owner: Owner) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Transactions do not nest: a second one waits for the first to end.
        """

    def sending(self) -> AbstractAsyncContextManager[bool]:
        """Be the only process that sends, for the length of a block; yields whether it is.

        Processes on one database file need not wait for each other: leases keep them apart.
        """

    @property
    def is_on_server(self) -> bool:
        """Whether it is a database on a server, whose files are not ours."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Be the only process that goes rounds, for the length of a block.

        It ends with the process, however that ends. Other units are not held up.

        Raises:
            StoreInUseError: another process does.
        """

    async def is_copy(self) -> bool:
        """Whether the store was restored from a backup, and lacks what happened since.

        True until `Unit.settle_copy` has been committed.
        """

    async def owners(self) -> Sequence[OwnerId]:
        """All owners with data in the store."""

    async def integrity(self) -> Sequence[Sentence]:
        """Errors in the store, a sentence each."""

    async def backup(self, path: Path) -> None:
        """Write a complete copy to a new file; others may read and write meanwhile.

        Raises:
            ImpossibleError: the file is there already, or the store is on a server.
        """

    async def traces(self, texts: Collection[str]) -> Sequence[str]:
        """The paths of backups, and of files beside the store, that hold any of these texts.

        Files that are compressed or encrypted, and dumps of a server, are not seen.
        """

    async def scrub(self) -> None:
        """Overwrite what deleted rows have left in the store's files, where they are ours.

        Raises:
            StoreUnavailableError: another process is reading or writing the store.
        """

    async def close(self) -> None:
        """Close the store."""
