"""All statuses, with indexes so that a year of them is read quickly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status

_Index = dict[int, "Status"]


@dataclass(slots=True)
class Statuses:
    """By id, by author, and by what they answer, boost or quote."""

    _by_id: _Index = field(default_factory=dict)
    _by_author: dict[Account, _Index] = field(default_factory=lambda: defaultdict(dict))
    _replies: dict[int, _Index] = field(default_factory=lambda: defaultdict(dict))
    _boosts: dict[int, dict[Account, Status]] = field(default_factory=lambda: defaultdict(dict))
    _quotes: dict[int, _Index] = field(default_factory=lambda: defaultdict(dict))

    def __iter__(self) -> Iterator[Status]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, status: int) -> Status | None:
        """The one with this id."""
        return self._by_id.get(status)

    def add(self, status: Status) -> None:
        """Keep a new one."""
        self._by_id[status.id] = status
        self._by_author[status.account][status.id] = status
        if status.reply_to is not None:
            self._replies[status.reply_to.id][status.id] = status
        if status.reblog_of is not None:
            self._boosts[status.reblog_of.id][status.account] = status
        if status.quote is not None and status.quote.quoted is not None:
            self._quotes[status.quote.quoted.id][status.id] = status

    def remove(self, status: Status) -> None:
        """Keep one no more."""
        del self._by_id[status.id]
        del self._by_author[status.account][status.id]
        if status.reply_to is not None:
            self._replies[status.reply_to.id].pop(status.id, None)
        if status.reblog_of is not None:
            self._boosts[status.reblog_of.id].pop(status.account, None)
        if status.quote is not None and status.quote.quoted is not None:
            self._quotes[status.quote.quoted.id].pop(status.id, None)

    def by(self, account: Account) -> list[Status]:
        """What somebody said and boosted."""
        return list(self._by_author[account].values())

    def replies(self, status: Status) -> list[Status]:
        """Its direct answers, by id."""
        return [answer for _, answer in sorted(self._replies[status.id].items())]

    def boosts(self, status: Status) -> list[Status]:
        """Its boosts."""
        return list(self._boosts[status.id].values())

    def boost(self, status: Status, account: Account) -> Status | None:
        """Its boost by somebody."""
        return self._boosts[status.id].get(account)

    def quotes(self, status: Status) -> list[Status]:
        """What quotes it, with or without leave."""
        return list(self._quotes[status.id].values())

    def last_at(self, account: Account) -> datetime | None:
        """When somebody last said something."""
        return max((status.created_at for status in self.by(account)), default=None)
