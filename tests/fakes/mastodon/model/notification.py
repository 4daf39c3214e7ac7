"""What somebody is told of, and what they chose not to be told of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status

Choice = Literal["accept", "filter", "drop"]
CHOICES: tuple[Choice, ...] = ("accept", "filter", "drop")

FILTERABLE = frozenset({"mention", "status", "reblog", "follow", "follow_request", "favourite"}) | {
    "quote"
}
"""The kinds that a policy can hold back."""

GROUPED = frozenset({"favourite", "reblog", "follow"})


@dataclass(eq=False, slots=True, kw_only=True)
class Notification:
    """One thing that one account is told. `is_filtered`: only shown when asked for."""

    id: int
    account: Account
    kind: str
    sender: Account
    created_at: datetime
    status: Status | None = None
    is_filtered: bool = False

    @property
    def group_key(self) -> str:
        """What the grouped API would put it together by: its status and its hour."""
        if self.kind not in GROUPED or self.is_filtered:
            return f"ungrouped-{self.id}"
        hours = int(self.created_at.timestamp()) // 3600
        about = f"{self.kind}-{self.status.id}" if self.status else self.kind
        return f"{about}-{hours}"


@dataclass(eq=False, slots=True)
class Policy:
    """What to do with whom; the values are those of a new account."""

    for_not_following: Choice = "accept"
    for_not_followers: Choice = "accept"
    for_new_accounts: Choice = "accept"
    for_private_mentions: Choice = "filter"
    for_limited_accounts: Choice = "filter"
    for_bots: Choice = "accept"


@dataclass(eq=False, slots=True, kw_only=True)
class Request:
    """The filtered notifications from one sender, waiting for a decision."""

    id: int
    account: Account
    sender: Account
    created_at: datetime
    updated_at: datetime
    last_status: Status


@dataclass(slots=True)
class Inbox:
    """The notifications of everybody."""

    notifications: list[Notification] = field(default_factory=list)
    policies: dict[Account, Policy] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    permitted: set[tuple[Account, Account]] = field(default_factory=set)

    def policy(self, account: Account) -> Policy:
        """What somebody chose, or the default."""
        return self.policies.setdefault(account, Policy())

    def of(self, account: Account) -> list[Notification]:
        """What somebody was told, filtered or not."""
        return [told for told in self.notifications if told.account is account]

    def forget_status(self, status: Status) -> None:
        """A status went: nobody was ever told of it."""
        self.notifications = [told for told in self.notifications if told.status is not status]
        self.requests = [held for held in self.requests if held.last_status is not status]

    def forget(self, account: Account, sender: Account, *, kind: str | None = None) -> None:
        """Take back what somebody was told of somebody."""
        self.notifications = [
            told
            for told in self.notifications
            if not (told.account is account and told.sender is sender and kind in {None, told.kind})
        ]
