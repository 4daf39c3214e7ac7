"""Direct messages by the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from itertools import count

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status


@dataclass(eq=False, slots=True, kw_only=True)
class Conversation:
    """One account's view of one thread with certain others."""

    id: int
    account: Account
    thread: int
    others: frozenset[Account]
    statuses: list[Status] = field(default_factory=list)
    is_unread: bool = False

    @property
    def last_status(self) -> Status:
        """The newest of it, by id."""
        return max(self.statuses, key=lambda status: status.id)


@dataclass(slots=True)
class Conversations:
    """Everybody's."""

    ids: count[int]
    all: list[Conversation] = field(default_factory=list)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self.all)

    def add(self, account: Account, status: Status) -> None:
        """Show a direct status to somebody, unread unless it is their own."""
        others = frozenset({*status.addressed, status.account} - {account})
        found = next(
            (
                known
                for known in self.all
                if (known.account, known.thread, known.others)
                == (account, status.conversation, others)
            ),
            None,
        )
        if found is None:
            found = Conversation(
                id=next(self.ids), account=account, thread=status.conversation, others=others
            )
            self.all.append(found)
        if status not in found.statuses:
            found.statuses.append(status)
            found.is_unread = status.account is not account

    def remove(self, status: Status) -> None:
        """A status went; a conversation without any goes too."""
        for known in self.all:
            known.statuses = [kept for kept in known.statuses if kept is not status]
        self.all = [known for known in self.all if known.statuses]

    def part(self, account: Account, other: Account) -> None:
        """Somebody blocked somebody: their conversations disappear for the one who did."""
        self.all = [
            known for known in self.all if known.account is not account or other not in known.others
        ]
